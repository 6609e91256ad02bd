import Transport

/// The head of a reply, gathered line by line.
struct ReplyHead {
    private(set) var fields: [Header] = []
    private(set) var isTooLong = false
    private var byteCount = 0
    private var isComplete = false

    /// Takes one line as libcurl delivers it, with its line end.
    ///
    /// A status line begins anew, since interim replies come first. What follows the end of the last head are
    /// trailers, which nobody here reads.
    ///
    /// - Returns: Whether the head is still within the policy's limits.
    mutating func take(_ line: String, policy: NetworkPolicy) -> Bool {
        byteCount += line.utf8.count
        let text = line.trimmingLineEnd()
        if text.hasPrefix("HTTP/") {
            fields = []
            isComplete = false
        } else if text.isEmpty {
            isComplete = true
        } else if !isComplete {
            add(text)
        }
        isTooLong = byteCount > policy.maximumHeaderBytes || fields.count > policy.maximumHeaderCount
        return !isTooLong
    }

    private mutating func add(_ text: Substring) {
        if text.first == " " || text.first == "\t", let last = fields.popLast() {
            fields.append(Header(last.name, last.value + " " + text.trimmingBlanks(), isSensitive: last.isSensitive))
        } else if let colon = text.firstIndex(of: ":") {
            fields.append(Header(String(text[..<colon]), text[text.index(after: colon)...].trimmingBlanks()))
        }
    }
}

extension StringProtocol {
    fileprivate func trimmingLineEnd() -> Substring {
        var text = Substring(self)
        while let last = text.unicodeScalars.last, last == "\r" || last == "\n" { text.unicodeScalars.removeLast() }
        return text
    }

    fileprivate func trimmingBlanks() -> String {
        var text = Substring(self)
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text.drop { $0 == " " || $0 == "\t" })
    }
}
