import Glibc
package import Model
import SystemPackage

extension StateDirectory {
    /// The generation that stands; `nil` before the first apply.
    package func currentGeneration() throws -> Generation? {
        guard let text = try FileReader.readIfPresent(current, limit: 4096) else { return nil }
        guard let number = Int(String(decoding: text.dropLast(), as: UTF8.self)), text.last == UInt8(ascii: "\n") else {
            throw ApplyError.damaged(current, .damaged)
        }
        return try generation(number)
    }

    /// A generation by its number.
    package func generation(_ number: Int) throws -> Generation {
        let path = manifest(number)
        guard let text = try FileReader.readIfPresent(path) else {
            throw ApplyError.noGeneration(number, known: try generationNumbers())
        }
        do {
            return try Generation(manifest: text)
        } catch {
            throw ApplyError.damaged(path, error)
        }
    }

    /// The numbers of the generations that are kept, in order.
    package func generationNumbers() throws -> [Int] {
        guard try FileStatus.exists(generations) else { return [] }
        return try Directory.names(in: generations).compactMap { Int($0) }.sorted()
    }

    /// Makes a generation the one that stands.
    ///
    /// Its manifest is on disk before the pointer names it.
    func commit(_ generation: Generation) throws(FileError) {
        let path = manifest(generation.number)
        let directory = path.removingLastComponent()
        try Directory.make(directory, mode: 0o700, probe: probe)
        try DurableFile.removeLeftovers(in: directory, probe: probe)
        try DurableFile.replace(path, content: Array(generation.manifest.utf8), mode: 0o600, probe: probe)
        try DurableFile.replace(current, content: Array("\(generation.number)\n".utf8), mode: 0o600, probe: probe)
    }

    /// Removes a generation that never came to stand.
    func discard(_ number: Int) throws(FileError) {
        let path = manifest(number)
        let directory = path.removingLastComponent()
        guard try FileStatus.exists(directory) else { return }
        try DurableFile.removeLeftovers(in: directory, probe: probe)
        try DurableFile.remove(path, probe: probe)
        try Directory.removeIfEmpty(directory, probe: probe)
    }
}
