import Documents

extension Duration {
    /// Reads a duration such as `500ms`, `2s`, `5m`, `1h` or `30d`, or nil.
    init?(contract text: String) {
        guard let match = text.wholeMatch(of: /(\d{1,9})(ms|s|m|h|d)/), let number = Int64(match.output.1) else {
            return nil
        }
        switch match.output.2 {
        case "ms": self = .milliseconds(number)
        case "s": self = .seconds(number)
        case "m": self = .seconds(number * 60)
        case "h": self = .seconds(number * 3600)
        default: self = .seconds(number * 86_400)
        }
    }

    /// Seconds with their fraction.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
