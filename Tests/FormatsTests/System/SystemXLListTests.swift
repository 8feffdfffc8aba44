import Formats
import Testing

/// The rows are as printf prints them with the format of xl_info.c, which is the same from 4.14 to 4.22.
@Suite struct `xl list -v` {
    private static let head =
        "Name                                        ID   Mem VCPUs\tState\tTime(s)   UUID                            Reason-Code\tSecurity Label\n"

    private func parse(_ rows: String) throws(XLListError) -> [XLList.Domain] {
        try XLList(parsing: Array((Self.head + rows).utf8)).domains
    }

    @Test func `a table is read`() throws {
        let domains = try parse(
            """
            Domain-0                                     0  2048     2     r-----     312.8 00000000-0000-0000-0000-000000000000        -                -
            web 1  of two                                3   256     1     -b----       8.2 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a11        -                -
            a-name-of-more-than-forty-letters-which-is-not-cut    12   128     1     ---sc-       1.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a12        3 system_u:system_r:domU_t
            (null)                                      13     0     1     ---s-d       0.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a13        0                -

            """)
        #expect(
            domains == [
                XLList.Domain(
                    name: "Domain-0", domid: 0, memory: 2048, vcpus: 2, state: "r-----", cpuTime: 3128,
                    uuid: "00000000-0000-0000-0000-000000000000"),
                XLList.Domain(
                    name: "web 1  of two", domid: 3, memory: 256, state: "-b----", cpuTime: 82,
                    uuid: "6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a11"),
                XLList.Domain(
                    name: "a-name-of-more-than-forty-letters-which-is-not-cut", domid: 12, memory: 128, state: "---sc-",
                    cpuTime: 10, uuid: "6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a12", reason: 3),
                XLList.Domain(
                    name: "(null)", domid: 13, state: "---s-d", uuid: "6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a13", reason: 0),
            ])
        #expect(domains.map(\.isShutdown) == [false, false, true, true])
        #expect(domains.map(\.isDying) == [false, false, false, true])
    }

    @Test func `a reason that Xen has no letter for is its number`() throws {
        let row =
            "x                                           14     0     1     ---s?-       0.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14 ffffffff                -\n"
        #expect(try parse(row).map(\.reason) == [0xFFFF_FFFF])
    }

    @Test func `a name that looks like a row is a name`() throws {
        let name = "x 1 2 3 r----- 4.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14 - -"
        let row =
            "\(name)     5   128     1     --p---       0.1 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a15        -                -\n"
        let domains = try parse(row)
        #expect(domains.map(\.name) == [name])
        #expect(domains.map(\.domid) == [5])
        #expect(domains.map(\.isPaused) == [true])
    }

    @Test func `no domain at all is an empty table`() throws {
        #expect(try parse("") == [])
    }

    @Test(arguments: [
        "x", "x 1 2 3 r----- 4.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14",
        "x 1 2 3 r---- 4.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14 - -",
        "x -1 2 3 r----- 4.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14 - -",
        "x 99999999999999999999 2 3 r----- 4.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14 - -",
        "x 1 2 3 r----- 4.0 6d1c0b8e-38f9-4f2f-9cd4-9f4d8b1c3a14 zz -", "libxl: error: what",
    ])
    func `a line that is no row is an error`(row: String) {
        #expect(throws: XLListError.badRow(row)) { try parse(row) }
    }

    @Test(arguments: ["", "libxl: error: no\n", "Name ID Mem VCPUs\tState\tTime(s)\n"])
    func `other output is an error`(output: String) {
        let line = output.split(separator: "\n").first.map(String.init) ?? ""
        #expect(throws: XLListError.noHeader(line)) { try XLList(parsing: Array(output.utf8)) }
    }
}
