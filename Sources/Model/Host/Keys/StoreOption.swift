/// Where a `store.*` key ends up: the same notion has another name for each xenstored.
///
/// Source: Xen tools/ocaml/xenstored/xenstored.ml (`parse_config`); tools/xenstored/core.c (`options`).
package struct StoreOption: Sendable, Equatable {
    /// The key of oxenstored.conf, as `quota-maxentity`.
    package let ocaml: String?
    /// What stands before the value on the command line of xenstored, as `--entry-nb=`; a flag has no `=`.
    package let c: String?
    /// The types of store for which the key does something.
    package let readers: [StoreType]

    /// `domain` tells whether a xenstored in a domain of its own takes the option of the one in C.
    static func option(ocaml: String? = nil, c: String? = nil, domain: Bool = true) -> StoreOption {
        StoreOption(
            ocaml: ocaml, c: c,
            readers: (c == nil ? [] : [.c]) + (ocaml == nil ? [] : [.ocaml]) + (c == nil || !domain ? [] : [.domain]))
    }

    /// A key of which the unit takes care, for some types of store.
    static func unit(_ readers: StoreType...) -> StoreOption { StoreOption(ocaml: nil, c: nil, readers: readers) }

    private init(ocaml: String?, c: String?, readers: [StoreType]) {
        self.ocaml = ocaml
        self.c = c
        self.readers = readers
    }

    /// What the manual says of the place.
    var words: String {
        switch (ocaml, c) {
        case (let ocaml?, let c?): "\(ocaml) in \(StoreRenderer.path), \(Self.shown(c)) of xenstored"
        case (let ocaml?, nil): "\(ocaml) in \(StoreRenderer.path)"
        case (nil, let c?): "\(Self.shown(c)) of xenstored"
        case (nil, nil): "xenstored.service"
        }
    }

    private static func shown(_ option: String) -> String {
        option.hasSuffix("=") ? String(option.dropLast()) : option
    }
}
