public import Documents
import FoundationEssentials
public import Postings
import Roles

extension Adapter {
    /// What an operation may cost, in words; nil when the manifest names no cost of it.
    ///
    /// - Parameters:
    ///   - operation: What is asked of the board.
    ///   - values: The ad's values.
    ///   - accepted: The values that the board last accepted; nil when nobody knows them.
    public func cost(of operation: Operation, values: Members, accepted: Members?) -> String? {
        if let credits = call(for: operation)?.spendsCredits {
            return "spends \(credits) \(credits == 1 ? "credit" : "credits")"
        }
        guard operation == .update else { return nil }
        let billed = manifest.values.filter { $0.billsOnChange && accepted?[$0.name] != values[$0.name] }
        guard !billed.isEmpty else { return nil }
        return "may bill: \(billed.map { $0.title ?? $0.name }.joined(separator: ", ")) changed"
    }

    /// Whether the manifest says of anything that it costs something.
    private var namesCosts: Bool {
        manifest.operations.contains { $0.spendsCredits != nil } || manifest.values.contains(where: \.billsOnChange)
    }

    /// What the role's bound on money has to say to an ad; nil when there is none, or nothing that it concerns.
    ///
    /// An ad's end costs nothing and is never held.
    func spendFinding(_ input: AdInput, for operation: Operation, values: Members) -> Finding? {
        guard let spend = input.spend, ![.withdraw, .find].contains(operation) else { return nil }
        let field = "boards.\(input.account).spend.atMost"
        let bound = [spend.atMost.description, spend.currency].compactMap(\.self).joined(separator: " ")
        let cost = cost(of: operation, values: values, accepted: input.accepted)
        if spend.atMost == 0 {
            if let cost {
                return Finding(
                    .error,
                    code: "spend",
                    field: field,
                    "This \(operation.rawValue) \(cost), and the role lets nothing be spent here.",
                    remedy: operation == .update
                        ? "Undo what changed, or write another bound at \(field) in the role."
                        : "Write another bound at \(field) in the role, or post without this account."
                )
            }
            guard !namesCosts else { return nil }
            return Finding(
                .note,
                code: "spend",
                field: field,
                "The adapter names nothing that this board charges for: there is nothing to hold back.",
                remedy: "Look into your contract with the board when it charges you after all."
            )
        }
        if namesCosts, cost == nil { return nil }
        return Finding(
            .warning,
            code: "spend",
            field: field,
            "The bound of \(bound) cannot be checked for this board: "
                + (cost.map { "this \(operation.rawValue) \($0), and what that is in money is not known here." }
                    ?? "the adapter names no prices."),
            remedy: "Compare with your contract; `atMost: 0` holds back whatever is known to cost something."
        )
    }
}
