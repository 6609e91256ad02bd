import AdapterKit
import Documents
import Foundation
import Gateway

/// Everything that a person wants to know of a board before connecting it.
struct BoardSheet {
    let manifest: Manifest

    var lines: [String] {
        var lines = [Terminal.styled("\(manifest.name) (\(manifest.id))", .bold)]
        lines += Terminal.table(about)
        lines += section("Asked for", asked)
        lines += section("A role may say for this board alone (facets)", manifest.facets.map(row))
        lines += section("Steps to confirm with --acknowledge", manifest.acknowledge.map { [$0.id, $0.title] })
        lines += section("Limits", manifest.limits.map { ["", words($0)] })
        lines += section("Life of an ad", life.map { [$0.title, $0.text] })
        lines += section("What it cannot take", manifest.ignored.map { [$0.field, $0.reason] })
        lines.append("")
        lines += Terminal.wrapped("Connect: \(command)", Terminal.columns)
        return lines
    }

    private var about: [[String]] {
        [
            ["kind", Self.words(manifest.kind)],
            ["stability", manifest.status.stability.rawValue],
            [
                "proven by",
                "\(Self.words(manifest.status.level)); \(manifest.status.verified.map { "checked \($0)" } ?? "not checked yet")",
            ],
            ["places", Self.words(manifest.places)],
            ["languages", Self.words(manifest.languages)],
            ["documents", manifest.docs],
        ]
    }

    private var asked: [[String]] { manifest.settings.map(row) }

    private func section(_ title: String, _ rows: [[String]]) -> [String] {
        rows.isEmpty ? [] : ["", Terminal.styled(title, .bold)] + Terminal.table(rows)
    }

    private func row(_ setting: Setting) -> [String] {
        let kind = setting.kind == .secret ? "secret" : "setting"
        var text = setting.title
        if setting.isOptional { text += " (may be left out)" }
        if let hint = setting.hint { text += ". \(hint)" }
        if !setting.oneOf.isEmpty { text += "; one of \(setting.oneOf.joined(separator: ", "))" }
        if let choices = setting.choices { text += "; `placard post` asks the board for its \(choices)" }
        if let example = setting.example { text += "; for example \(example)" }
        return [setting.name, kind, text]
    }

    var command: String {
        let needed = manifest.settings.filter { !$0.isOptional }
        let settings = needed.filter { $0.kind != .secret }.map { "--set \($0.name)=\($0.example ?? "VALUE")" }
        let secrets = needed.filter { $0.kind == .secret }.map { "--secret \($0.name)=env:NAME" }
        let steps = manifest.acknowledge.map { "--acknowledge \($0.id)" }
        return (["placard connect \(manifest.id) --name NAME"] + settings + secrets + steps).joined(separator: " ")
    }

    var life: [(title: String, text: String)] {
        let life = manifest.life
        var facts: [(String, String)] = []
        if let time = life.timeToLive { facts.append(("shown after", "about \(Self.words(time))")) }
        if let days = life.expiresAfterDays { facts.append(("ends after", Terminal.count(days, "day"))) }
        if let days = life.maximumDays { facts.append(("at most", Terminal.count(days, "day"))) }
        if let time = life.minimumBetween { facts.append(("renewal", "not sooner than \(Self.words(time))")) }
        facts.append(("after its end", Self.words(life.reopening)))
        if let closing = life.closing { facts.append(("withdrawing", closing)) }
        return facts
    }

    /// One board in the list.
    var summary: Value {
        [
            "id": .text(manifest.id),
            "name": .text(manifest.name),
            "kind": .text(manifest.kind.rawValue),
            "stability": .text(manifest.status.stability.rawValue),
            "level": .text(manifest.status.level.rawValue),
            "verified": manifest.status.verified.map(Value.text) ?? .null,
        ]
    }

    /// The whole sheet.
    var json: Value {
        var members = summary.object ?? [:]
        members["docs"] = .text(manifest.docs)
        members["settings"] = .list(manifest.settings.map(Self.json))
        members["facets"] = .list(manifest.facets.map(Self.json))
        members["acknowledge"] = .list(manifest.acknowledge.map { ["id": .text($0.id), "title": .text($0.title)] })
        members["limits"] = .list(
            manifest.limits.map { ["text": .text(words($0)), "source": $0.source.map(Value.text) ?? .null] }
        )
        members["life"] = .object(Members(life.map { ($0.title, .text($0.text)) }))
        members["ignores"] = .object(Members(manifest.ignored.map { ($0.field, .text($0.reason)) }))
        return .object(members)
    }

    private static func json(_ setting: Setting) -> Value {
        [
            "name": .text(setting.name),
            "type": .text(setting.kind.rawValue),
            "title": .text(setting.title),
            "hint": setting.hint.map(Value.text) ?? .null,
            "example": setting.example.map(Value.text) ?? .null,
            "optional": .boolean(setting.isOptional),
            "oneOf": .list(setting.oneOf.map(Value.text)),
            "choices": setting.choices.map(Value.text) ?? .null,
        ]
    }

    func words(_ limit: LimitRule) -> String {
        let owner =
            switch limit.of {
            case .posting: "for each posting"
            case .account: "for each account"
            case .application: "for all accounts together"
            case .host: "for each server"
            case .address: "for this machine's address"
            }
        let span =
            switch limit.per {
            case .rolling(let time): "in \(Self.words(time))"
            case .day(let zone): "a day (\(zone))"
            }
        let calls = limit.during.isEmpty ? "" : " (\(limit.during.joined(separator: ", ")))"
        return "\(limit.count) \(limit.unit.rawValue) \(span), \(owner)\(calls)"
    }
}
