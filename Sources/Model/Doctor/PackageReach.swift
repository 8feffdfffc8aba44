package import Formats

extension DebianPackages {
    /// Demands of an installed package that nothing installed meets.
    package func unmet(by package: Package) -> [Relation] {
        package.depends.filter { relation in !relation.alternatives.contains(where: meets) }
    }

    /// Whether an installed package has the name, or provides it, in a version that will do.
    private func meets(_ wanted: Relation.Alternative) -> Bool {
        packages.contains { package in
            guard package.isInstalled else { return false }
            if package.name == wanted.name, wanted.bound?.holds(package.version) ?? true { return true }
            return package.provides.contains { provided in
                guard provided.name == wanted.name else { return false }
                guard let bound = wanted.bound else { return true }
                return provided.bound.map { bound.holds($0.version) } ?? false
            }
        }
    }

    /// Names of installed packages that "apt-get autoremove" would take away: they came automatically, and no package
    /// that somebody asked for wants them, directly or not.
    package var removable: Set<String> {
        let installed = packages.filter(\.isInstalled)
        var providers: [String: [Int]] = [:]
        for (index, package) in installed.enumerated() {
            for name in [package.name] + package.provides.map(\.name) { providers[name, default: []].append(index) }
        }
        var reached = Set(installed.indices.filter { !automatic.contains(installed[$0].name) })
        var open = Array(reached)
        while let index = open.popLast() {
            for relation in installed[index].depends + installed[index].wishes {
                for next in relation.alternatives.flatMap({ providers[$0.name] ?? [] })
                where reached.insert(next).inserted {
                    open.append(next)
                }
            }
        }
        return Set(installed.indices.filter { !reached.contains($0) }.map { installed[$0].name })
    }
}
