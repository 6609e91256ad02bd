/// Something a text held that its tree or its written form does not.
///
/// One loss stands for every occurrence of the same kind and subject; ``count`` says how many there were.
public struct Loss: Sendable, Hashable {
    /// What happened to the subject.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It is gone, and its text with it.
        case removed

        /// Its text is kept, its form is plainer than it was.
        case degraded

        /// Its text was cut to fit.
        case shortened

        /// Its text was changed so that the reader's software shows it instead of obeying it.
        case reworded
    }

    /// What happened.
    public var kind: Kind

    /// The subject: an element such as `ol` or `img`, or a noun such as `comment` or `control character`.
    public var what: String

    /// The text concerned.
    ///
    /// All of it when text for people was removed, shortened or reworded, one occurrence a line; otherwise the
    /// beginning of the first occurrence. Empty when there is nothing to quote.
    public var quote: String

    /// Number of occurrences, at least 1.
    public var count: Int

    /// Creates a loss.
    public init(_ kind: Kind, _ what: String, quote: String = "", count: Int = 1) {
        self.kind = kind
        self.what = what
        self.quote = quote
        self.count = count
    }
}

extension Loss: CustomStringConvertible {
    /// One line for people, such as `degraded ol (3 times): "First steps…"`.
    public var description: String {
        let times = count == 1 ? "" : " (\(count) times)"
        guard !quote.isEmpty else { return "\(kind.rawValue) \(what)\(times)" }
        return "\(kind.rawValue) \(what)\(times): \"\(quote.excerpt(80))\""
    }
}

extension Sequence<Loss> {
    /// The same losses with equal kind and subject put together, in order of first occurrence.
    public func combined() -> [Loss] {
        var log = LossLog()
        for loss in self { log.add(loss) }
        return log.losses
    }
}

/// Losses in the making: equal kinds and subjects are counted together.
struct LossLog {
    private struct Key: Hashable {
        let kind: Loss.Kind
        let what: String
    }

    private var positions: [Key: Int] = [:]
    private(set) var losses: [Loss] = []

    /// Notes one occurrence whose text survives; the quote is an excerpt of the first.
    mutating func degraded(_ what: @autoclosure () -> String, _ text: @autoclosure () -> String = "") {
        let key = Key(kind: .degraded, what: what())
        if let position = positions[key] {
            losses[position].count += 1
        } else {
            add(Loss(.degraded, key.what, quote: text().excerpt(60)))
        }
    }

    /// Notes one occurrence whose text does not survive as it was; all of it is quoted.
    mutating func note(_ kind: Loss.Kind, _ what: String, _ text: String) {
        add(Loss(kind, what, quote: text))
    }

    mutating func add(_ loss: Loss) {
        let key = Key(kind: loss.kind, what: loss.what)
        guard let position = positions[key] else {
            positions[key] = losses.count
            losses.append(loss)
            return
        }
        losses[position].count += loss.count
        guard loss.kind != .degraded, !loss.quote.isEmpty else { return }
        losses[position].quote += losses[position].quote.isEmpty ? loss.quote : "\n" + loss.quote
    }
}

extension String {
    /// The first characters of the text with an ellipsis when there are more.
    func excerpt(_ maximum: Int) -> String {
        guard let end = index(startIndex, offsetBy: maximum, limitedBy: endIndex), end < endIndex else { return self }
        return self[..<end] + "…"
    }
}
