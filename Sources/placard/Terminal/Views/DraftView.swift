import AdapterKit
import Bundled
import Documents
import Foundation
import Gateway
import Ledger
import Postings

/// What `lint` and `preview` show of drafts.
struct DraftView {
    let drafts: [Draft]
    let isJSON: Bool

    /// Findings, the heaviest first, and how many there are of each weight.
    func lint() {
        if isJSON { return Terminal.print(json: LintLines(drafts: drafts).json) }
        for line in LintLines(drafts: drafts).lines { Terminal.say(line) }
    }

    /// A picture of every ad with its counts and findings.
    func preview() {
        if isJSON { return Terminal.print(json: ["previews": .list(drafts.map(\.json))]) }
        for draft in drafts {
            for line in DraftCard(draft: draft).lines { Terminal.say(line) }
            Terminal.say()
        }
        Terminal.say(summary)
    }

    /// One page with all ads, in `gallery.html` of a folder; on standard output when none is named.
    func gallery(to folder: String?) throws {
        guard let template = Bundled.file("Templates/pages/gallery.html") else {
            throw GatewayError(
                code: "no-template",
                "This program was built without its gallery page.",
                remedy: "Build it again."
            )
        }
        let gallery = Gallery(drafts, at: Date(), zone: zone, template: String(decoding: template, as: UTF8.self))
        guard let folder else {
            if isJSON { return Terminal.print(json: ["html": .text(gallery.html)]) }
            return Terminal.say(gallery.html)
        }
        try write([("gallery.html", gallery.html)], to: folder)
    }

    /// The payloads: a file each in a folder, or one after the other on standard output.
    func raw(to folder: String?) throws {
        if let folder { return try write(files, to: folder) }
        guard !isJSON else {
            return Terminal.print(json: ["payloads": .list(drafts.map(payload))])
        }
        for draft in drafts {
            if drafts.count > 1 { Terminal.complain("--- \(title(draft)) (\(draft.payload.media))") }
            Terminal.say(draft.payload.text)
        }
    }

    private var zone: String { drafts.first?.input.zone ?? "UTC" }

    private var summary: String {
        let blocked = drafts.filter { !$0.blockers.isEmpty }.count
        let ads = Terminal.count(drafts.count, "ad")
        let asking = drafts.filter { !$0.questions.isEmpty }.count
        guard blocked + asking > 0 else { return "\(ads); nothing in the way of sending." }
        guard blocked > 0 else {
            return Terminal.styled("\(ads); \(asking) only when the board has settled what is open.", .yellow)
        }
        return Terminal.styled("\(ads); \(blocked) blocked.", .red)
    }

    private func payload(_ draft: Draft) -> Value {
        [
            "account": .text(draft.account), "board": .text(draft.adapter.manifest.id),
            "place": draft.placeLabel.map(Value.text) ?? .null, "language": .text(draft.key.language),
            "media": .text(draft.payload.media), "text": .text(draft.payload.text),
        ]
    }

    /// Names of files made of what tells the ads apart; two of the same name get a number.
    private var files: [(name: String, text: String)] {
        var taken: Set<String> = []
        return drafts.map { draft in
            let parts = [draft.key.role, draft.account, draft.placeLabel ?? "", draft.key.language]
            let base = parts.map(Self.slug).filter { !$0.isEmpty }.joined(separator: "-")
            let ending = Self.ending(draft.payload.media)
            var name = "\(base).\(ending)"
            var number = 2
            while !taken.insert(name).inserted {
                name = "\(base)-\(number).\(ending)"
                number += 1
            }
            return (name, draft.payload.text)
        }
    }

    private static func slug(_ text: String) -> String {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }

    private static func ending(_ media: String) -> String {
        let media = media.prefix { $0 != ";" }
        if media == "message/http" { return "http" }
        return ["xml", "html", "json"].first { media.hasSuffix($0) } ?? "txt"
    }

    private func title(_ draft: Draft) -> String {
        [draft.account, draft.placeLabel, draft.key.language].compactMap(\.self).joined(separator: ", ")
    }

    private func write(_ files: [(name: String, text: String)], to folder: String) throws {
        let paths = files.map { "\(folder)/\($0.name)" }
        for (path, file) in zip(paths, files) { try Output.write([UInt8](file.text.utf8), to: path) }
        if isJSON { return Terminal.print(json: ["files": .list(paths.map(Value.text))]) }
        for path in paths { Terminal.say("wrote \(path)") }
    }
}
