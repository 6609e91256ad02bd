import AdapterKit
import Delivery
import Documents
import Gateway
import Postings

extension AdapterManual {
    /// The page as one document: the board's sheet, with what else the page says.
    var json: Value {
        var members = sheet.json.object ?? [:]
        members["operations"] = .list(
            manifest.operations.map { call in
                [
                    "name": .text(call.name),
                    "request": call.request.map { .text("\($0.method) \($0.path.written)") } ?? .null,
                    "document": call.document.map { .text($0.rawValue) } ?? .null,
                    "proves": call.proves.map { .text($0.rawValue) } ?? .null,
                    "watch": call.then.map(Value.text) ?? .null,
                ]
            }
        )
        members["fields"] = .list(
            described.map { value in
                [
                    "name": .text(value.name),
                    "title": value.title.map(Value.text) ?? .null,
                    "need": .text(Self.need(value)),
                    "limits": .list(Self.bounds(value).map(Value.text)),
                    "source": value.provenance.map(Value.text) ?? .null,
                ]
            }
        )
        members["rules"] = .list(
            manifest.rules.map { rule in
                [
                    "demand": .text(Self.words(rule.demand)),
                    "severity": .text(rule.severity.rawValue),
                    "because": rule.because.map(Value.text) ?? .null,
                    "source": rule.source.map(Value.text) ?? .null,
                ]
            }
        )
        members["seen"] = .list(
            sights.map { sight in
                [
                    "state": .text(sight.state.rawValue),
                    "witness": sight.witness.map { .text($0.rawValue) } ?? .null,
                    "by": .text(sight.by),
                ]
            }
        )
        members["furthest"] = .text(Reach.furthest(manifest).rawValue)
        members["never"] = .list(blindSpots.map(Value.text))
        members["markdown"] = .text(text)
        return .object(members)
    }
}
