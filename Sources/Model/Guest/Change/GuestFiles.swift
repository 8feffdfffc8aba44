package import Formats

/// A guest's files, as they are edited: its definition, and the file of `reeve.*` keys beside it.
package struct GuestFiles: Sendable {
    package var definition: XLDocument
    /// `nil` when there is none.
    package var sidecar: XLDocument?

    package init(definition: XLDocument, sidecar: XLDocument?) {
        self.definition = definition
        self.sidecar = sidecar
    }

    /// Makes a change where the key is now; a new key of Reeve's goes to the file for them where there is one.
    ///
    /// Comments, and the layout of all that is not changed, stay.
    package mutating func apply(_ edit: GuestEdit) throws(GuestEditError) {
        let isReeves = edit.key.hasPrefix(GuestDecoder.prefix) && definition.setting(edit.key) == nil
        if isReeves, var sidecar {
            try Self.apply(edit, to: &sidecar)
            self.sidecar = sidecar
        } else {
            try Self.apply(edit, to: &definition)
        }
    }

    private static func apply(_ edit: GuestEdit, to document: inout XLDocument) throws(GuestEditError) {
        switch edit {
        case .set(let key, let value):
            do throws(XLPrintError) { try document.set(key, to: value) } catch { throw .unprintable(error) }
        case .clear(let key): document.remove(key)
        case .add(let key, let value):
            if case .atom? = document[key]?.content { throw .notAList(key) }
            let elements = if case .list(let several) = value { several } else { [value] }
            do throws(XLPrintError) { try document.add(elements, to: key) } catch { throw .unprintable(error) }
        case .take(let key, let element):
            let index = try ListedElements(key, in: document).index(of: element)
            document.removeElement(index, of: key)
        }
    }
}
