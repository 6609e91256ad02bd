import Documents
import FoundationEssentials
import Transport

/// Reads what a reply says about the board's budget, in the machine's own time.
struct BudgetReader {
    let http: HTTP
    let view: ReplyView
    let now: Date

    /// Longest wait that is reckoned with, a hundred years: within it every wait is obeyed in full.
    static let longest: Double = 100 * 366 * 24 * 3600

    /// What the reply says, or nil when it says nothing.
    func reading() -> BudgetReading? {
        let remaining = http.budgetRemaining.flatMap { view.reply.headers[$0] }.flatMap(Self.count)
        let reset = http.budgetReset.lazy.compactMap { reset in
            view.reply.headers[reset.header].flatMap { instant($0.trimmedOfBlanks, as: reset.format) }
        }.first
        let resetAt = reset.map(bounded)
        let asked = (retryAfterHeader ?? retryAfterBody).map(bounded)
        let isSpent = remaining.map { $0 <= 0 } ?? false
        let isLimited = view.reply.status == 429
        let hold = asked ?? (isSpent || isLimited ? resetAt : nil)
        guard remaining != nil || resetAt != nil || hold != nil else { return nil }
        return BudgetReading(remaining: remaining, resetAt: resetAt, holdUntil: hold)
    }

    /// The present, by the machine's clock, when the reply arrived.
    private var arrived: Date { max(now, view.reply.receivedAt) }

    /// What to add to the server's clock to get the machine's.
    private var skew: Double {
        guard let text = view.reply.headers["Date"], let date = ReplyTimes.httpDate(text) else { return 0 }
        return arrived.timeIntervalSince(date)
    }

    private func bounded(_ date: Date) -> Date {
        min(max(date, arrived), arrived.addingTimeInterval(Self.longest))
    }

    private var retryAfterHeader: Date? {
        guard let text = view.reply.headers["Retry-After"]?.trimmedOfBlanks else { return nil }
        if let seconds = ReplyTimes.seconds(text) {
            // Some servers write the instant where seconds belong: nobody asks to wait thirty years.
            return seconds < 1e9 ? arrived.addingTimeInterval(seconds) : Date(timeIntervalSince1970: seconds + skew)
        }
        return ReplyTimes.httpDate(text).map { $0.addingTimeInterval(skew) }
    }

    private var retryAfterBody: Date? {
        http.retryAfter.lazy.compactMap { view.first($0)?.replyText.flatMap(ReplyTimes.seconds) }.first
            .map { arrived.addingTimeInterval($0) }
    }

    private func instant(_ text: String, as format: HTTP.BudgetReset.Format) -> Date? {
        switch format {
        case .seconds: ReplyTimes.seconds(text).map { arrived.addingTimeInterval($0) }
        case .epochSeconds: ReplyTimes.seconds(text).map { Date(timeIntervalSince1970: $0 + skew) }
        case .iso8601: ReplyTimes.iso(text).map { $0.addingTimeInterval(skew) }
        case .auto:
            if let number = ReplyTimes.seconds(text) {
                switch number {
                // No clock of today shows so few seconds since 1970: they are counted from now.
                case ..<1e8: arrived.addingTimeInterval(number)
                case 1e11...: Date(timeIntervalSince1970: number / 1000 + skew)
                default: Date(timeIntervalSince1970: number + skew)
                }
            } else {
                (ReplyTimes.iso(text) ?? ReplyTimes.httpDate(text)).map { $0.addingTimeInterval(skew) }
            }
        }
    }

    private static func count(_ text: String) -> Int? {
        ReplyTimes.seconds(text.trimmedOfBlanks).map { Int(min($0, 1e15)) }
    }
}

extension String {
    var trimmedOfBlanks: String { split(separator: " ").joined(separator: " ") }
}
