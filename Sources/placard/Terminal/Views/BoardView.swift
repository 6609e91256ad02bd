import AdapterKit
import Documents
import Gateway

/// What `boards` shows of adapters.
struct BoardView {
    let isJSON: Bool

    /// The boards that can be connected, and the adapters that cannot be read.
    func list(_ adapters: [Adapter], broken: [(id: String, error: String)]) {
        if isJSON {
            return Terminal.print(json: [
                "boards": .list(adapters.map { BoardSheet(manifest: $0.manifest).summary }),
                "broken": .list(broken.map { ["id": .text($0.id), "error": .text($0.error)] }),
            ])
        }
        let rows = adapters.map { adapter in
            let manifest = adapter.manifest
            let status = manifest.status
            return [
                manifest.id, BoardSheet.words(manifest.kind), status.stability.rawValue, status.level.rawValue,
                manifest.name,
            ]
        }
        for line in Terminal.table(rows) { Terminal.say(line) }
        for fault in broken { Terminal.complain("\(fault.id) cannot be read: \(fault.error)") }
        Terminal.say("\(Terminal.count(adapters.count, "board")). `placard boards show ID` says what one asks for.")
    }

    /// What one board is, asks for, and cannot take.
    func show(_ adapter: Adapter) {
        let sheet = BoardSheet(manifest: adapter.manifest)
        if isJSON { return Terminal.print(json: ["board": sheet.json]) }
        for line in sheet.lines { Terminal.say(line) }
    }
}
