import Documents
import Foundation
import Gateway
import Ledger
import Postings

/// Shows what waits to be delivered.
enum QueueView {
    /// One entry as JSON.
    static func json(_ entry: QueueEntry) -> Value {
        let posting = entry.posting
        return [
            "reference": .text(posting.reference), "role": .text(posting.key.role),
            "account": .text(posting.key.account), "board": .text(posting.adapter),
            "location": posting.placeLabel.map(Value.text) ?? .null, "language": .text(posting.key.language),
            "wish": .text(entry.wish.rawValue), "due": entry.due.map { .text($0.formatted(.iso8601)) } ?? .null,
            "hold": .text(entry.hold.rawValue), "reason": .text(entry.reason),
            "tries": .number(.init(posting.tries)), "worker": posting.leaseOwner.map(Value.text) ?? .null,
        ]
    }

    /// A line for each entry and one for what is in its way, widths fitted to the content.
    static func lines(_ entries: [QueueEntry]) -> [String] {
        guard !entries.isEmpty else { return ["Nothing waits to be delivered."] }
        let cells = entries.map { entry in
            let posting = entry.posting
            return [
                posting.reference, posting.key.account, posting.key.role, posting.placeLabel ?? "",
                entry.wish.rawValue, entry.due?.formatted(.iso8601) ?? "—", entry.hold.rawValue,
            ].map { Terminal.oneLine($0) }
        }
        let widths = (0..<6).map { column in cells.map { Terminal.width($0[column]) }.max() ?? 0 }
        return zip(entries, cells).flatMap { entry, cells in
            let filled = zip(cells, widths).filter { $0.1 > 0 }.map { Terminal.padded($0.0, $0.1) }
            let line = (filled + [cells[6]]).joined(separator: "  ")
            return [line, "    " + Terminal.oneLine(entry.reason)]
        }
    }
}
