/// Which xenstored runs, and with which settings.
package struct StoreSpecification: Sendable, Equatable {
    /// A setting of host.conf that is one of a xenstored's own.
    struct Setting: Sendable, Equatable {
        /// The key of host.conf.
        let key: String
        let option: StoreOption
        let value: HostValue
        /// Whether host.conf says it; else `trace` or `debug` does.
        var isWritten = true
    }

    /// A xenstored in a domain of its own.
    package struct Domain: Sendable, Equatable {
        /// `nil` is an error where ``StoreType/domain`` is asked for.
        package var kernel: HostPath?
        package var memory: Bytes
        /// As init-xenstore-domain takes it.
        package var maximum: String?

        package init(kernel: HostPath? = nil, memory: Bytes = .mebibytes(8), maximum: String? = nil) {
            self.kernel = kernel
            self.memory = memory
            self.maximum = maximum
        }
    }

    package enum OpenFiles: Sendable, Equatable {
        case unlimited
        case limit(Int)
    }

    /// `nil` takes the host's own choice, see ``StoreProgram``.
    package var type: StoreType?
    package var pidFile: HostPath
    package var openFiles: OpenFiles
    package var oomScore: Int
    package var domain: Domain
    /// In the order of the table of keys.
    var settings: [Setting] = []

    package init(
        type: StoreType? = nil, pidFile: HostPath = "/run/xen/xenstored.pid", openFiles: OpenFiles = .unlimited,
        oomScore: Int = -1000, domain: Domain = Domain()
    ) {
        self.type = type
        self.pidFile = pidFile
        self.openFiles = openFiles
        self.oomScore = oomScore
        self.domain = domain
    }

    /// What goes into oxenstored.conf, in order.
    var ocaml: [(key: String, value: String)] {
        settings.compactMap { setting in setting.option.ocaml.map { ($0, setting.value.ocaml) } }
    }

    /// The options of the xenstored in C, each a word; those of one in a domain leave out what has no place there.
    func options(for type: StoreType) -> [String] {
        settings.flatMap { setting -> [String] in
            guard let option = setting.option.c, setting.option.readers.contains(type), option != Self.pidFileOption
            else { return [] }
            switch setting.value {
            case .flag(let isOn): return isOn ? [option] : []
            case .strings(let words): return words.map { option + $0 }
            default: return [option + setting.value.ocaml]
            }
        }
    }

    /// The unit writes it in any case.
    private static let pidFileOption = "--pid-file="
}

/// Which xenstored keeps the Xen store.
package enum StoreType: String, Sendable, Codable, CaseIterable {
    case c, ocaml, domain

    /// The name, in a toolstack, of the program that is run.
    package var program: String {
        switch self {
        case .c: "xenstored"
        case .ocaml: "oxenstored"
        case .domain: "init-xenstore-domain"
        }
    }

    /// What sentences call it.
    package var words: String {
        switch self {
        case .c: "the xenstored in C"
        case .ocaml: "the xenstored in OCaml"
        case .domain: "a xenstored in a domain"
        }
    }

    package init?(program: String) {
        guard let type = Self.allCases.first(where: { $0.program == program }) else { return nil }
        self = type
    }
}

extension HostValue {
    /// As oxenstored.conf and the options of xenstored have it: both read numbers and words alike.
    var ocaml: String {
        switch self {
        case .count(let count): "\(count)"
        case .unlimited: "-1"
        case .number(let number): "\(number)"
        case .flag(let isOn): "\(isOn)"
        case .duration(let duration): "\(duration.wholeSeconds)"
        case .word(let word): word
        case .memory(let memory): "\(memory.count)"
        case .strings(let words): words.joined(separator: ",")
        case .xen(let words): words.map(\.text).joined(separator: ",")
        }
    }
}
