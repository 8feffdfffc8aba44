import Glibc

/// Points in time, for people: UTC, in the form of RFC 3339.
enum Timestamp {
    /// To the minute, as `2026-11-21T04:50Z`.
    static func text(_ seconds: Int) -> String {
        let parts = parts(of: Int64(seconds))
        return "\(date(parts))T\(padded(parts.tm_hour)):\(padded(parts.tm_min))Z"
    }

    /// To the second, as `2026-11-21T04:50:07Z`.
    static func exact(_ seconds: Int64) -> String {
        let parts = parts(of: seconds)
        return "\(date(parts))T\(padded(parts.tm_hour)):\(padded(parts.tm_min)):\(padded(parts.tm_sec))Z"
    }

    private static func parts(of seconds: Int64) -> tm {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        return parts
    }

    private static func date(_ parts: tm) -> String {
        "\(parts.tm_year + 1900)-\(padded(parts.tm_mon + 1))-\(padded(parts.tm_mday))"
    }

    private static func padded(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
