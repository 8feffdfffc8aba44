/// The packages of a Debian system, as dpkg keeps them in `/var/lib/dpkg/status`.
///
/// Source: deb822(5), dpkg-query(1), deb-control(5).
package struct DebianPackages: Sendable, Equatable {
    package struct Package: Sendable, Equatable {
        package var name: String
        /// The last word of its status: `installed`, `config-files`, `half-configured` and so on.
        package var state: String
        package var version: DebianVersion
        /// `Depends` and `Pre-Depends`.
        package var depends: [Relation]
        /// `Recommends` and `Suggests`, which keep a package from being removed automatically.
        package var wishes: [Relation]
        package var provides: [Relation.Alternative]

        package init(
            _ name: String, state: String = "installed", version: String, depends: String = "", wishes: String = "",
            provides: String = ""
        ) {
            self.name = name
            self.state = state
            self.version = DebianVersion(version)
            self.depends = Relation.parse(depends)
            self.wishes = Relation.parse(wishes)
            self.provides = Relation.parse(provides).flatMap(\.alternatives)
        }

        package var isInstalled: Bool { state == "installed" }
    }

    /// One of a list of demands: any of its alternatives meets it.
    package struct Relation: Sendable, Equatable, CustomStringConvertible {
        package struct Alternative: Sendable, Equatable {
            package var name: String
            /// `>=` and the like with a version; `nil` when any does.
            package var bound: Bound?
        }

        package struct Bound: Sendable, Equatable {
            package var sign: String
            package var version: DebianVersion

            package func holds(_ other: DebianVersion) -> Bool {
                switch sign {
                case "<<": other < version
                case "<=", "<": other <= version
                case "=": other == version
                case ">>": other > version
                default: other >= version
                }
            }
        }

        package var alternatives: [Alternative]
        /// As it is written.
        package var description: String
    }

    package var packages: [Package]
    /// Names of packages that came only because others wanted them (apt's `extended_states`).
    package var automatic: Set<String>

    package init(_ packages: [Package] = [], automatic: Set<String> = []) {
        self.packages = packages
        self.automatic = automatic
    }

    package init(status: [UInt8], extendedStates: [UInt8] = []) {
        packages = []
        automatic = []
        for fields in DebianParagraphs(status) {
            guard let name = fields["Package"], let state = fields["Status"]?.split(separator: " ").last else {
                continue
            }
            packages.append(
                Package(
                    name, state: String(state), version: fields["Version"] ?? "",
                    depends: [fields["Pre-Depends"], fields["Depends"]].compactMap { $0 }.joined(separator: ", "),
                    wishes: [fields["Recommends"], fields["Suggests"]].compactMap { $0 }.joined(separator: ", "),
                    provides: fields["Provides"] ?? ""))
        }
        for fields in DebianParagraphs(extendedStates) where fields["Auto-Installed"] == "1" {
            if let name = fields["Package"] { automatic.insert(name) }
        }
    }

    package subscript(name: String) -> Package? { packages.first { $0.name == name && $0.isInstalled } }
}

extension DebianPackages.Relation {
    /// `a (>= 1), b | c:any [amd64]`; names lose their architecture.
    static func parse(_ text: String) -> [Self] {
        text.split(separator: ",").compactMap { part in
            let alternatives = part.split(separator: "|").compactMap { Alternative(written: $0) }
            let words = part.split(separator: " ").joined(separator: " ")
            return alternatives.isEmpty ? nil : Self(alternatives: alternatives, description: words)
        }
    }
}

extension DebianPackages.Relation.Alternative {
    fileprivate init?(written text: Substring) {
        let name = text.drop { $0 == " " || $0 == "\n" || $0 == "\t" }.prefix {
            $0 != " " && $0 != "(" && $0 != ":" && $0 != "["
        }
        guard !name.isEmpty else { return nil }
        self.name = String(name)
        guard let start = text.firstIndex(of: "("), let end = text[start...].firstIndex(of: ")") else { return }
        let inside = text[text.index(after: start)..<end].filter { $0 != " " }
        let sign = inside.prefix { "<>=".contains($0) }
        bound = .init(sign: String(sign), version: DebianVersion(String(inside.dropFirst(sign.count))))
    }
}
