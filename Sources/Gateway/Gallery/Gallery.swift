import AdapterKit
import Documents
public import FoundationEssentials
import Ledger
import Postings

/// All drafts of a preview as one HTML page that needs nothing else: no file, no address, no script.
///
/// Every text from a role, an adapter or a board is escaped. An ad stands in a frame that may do nothing; what a
/// board would show as formatting is written anew from its tree.
public struct Gallery: Sendable {
    /// The page.
    public let html: String

    /// Creates the page.
    ///
    /// - Parameters:
    ///   - drafts: The ads in the order shown.
    ///   - now: When the preview was made.
    ///   - zone: Zone in which ``now`` is shown; UTC when it is not known.
    ///   - template: The page around the ads: `{{role}} {{language}} {{direction}} {{id}} {{made}} {{summary}}` as text,
    ///     where language and direction are those of the role's title, `{{{totals}}} {{{index}}} {{{cards}}}` as HTML, and a `<style id="frame" media="not all">` for the frames.
    public init(_ drafts: [Draft], at now: Date, zone: String, template: String) {
        let template = GalleryTemplate(text: template)
        let frames = GalleryFrame(style: template.frameStyle)
        let cards = drafts.enumerated().map { GalleryCard(draft: $1, number: $0 + 1, frames: frames) }
        let first = drafts.first
        let language = first?.language ?? "und"
        html = template.filled(
            texts: [
                "role": first?.input.role["title"]?.scalarText ?? first?.key.role ?? "Preview",
                "language": language,
                "direction": TextDirection(language: language).rawValue,
                "id": first?.key.role ?? "",
                "made": Self.time(now, zone),
                "summary": Self.summary(drafts),
            ],
            html: [
                "totals": Self.totals(drafts),
                "index": cards.map(\.entry).joined(separator: "\n"),
                "cards": cards.map(\.html).joined(separator: "\n"),
            ]
        )
    }

    private static func summary(_ drafts: [Draft]) -> String {
        let blocked = drafts.filter { !$0.blockers.isEmpty }.count
        let ads = drafts.count == 1 ? "1 ad" : "\(drafts.count) ads"
        let asking = drafts.filter { !$0.questions.isEmpty }.count
        switch blocked {
        case 0 where asking > 0:
            return "\(ads). \(asking) of them can be sent only when the board has settled what is open."
        case 0: return "\(ads). Nothing keeps \(drafts.count == 1 ? "it" : "them") from being sent."
        case drafts.count: return "\(ads). \(blocked == 1 ? "It is" : "All are") blocked as the role stands."
        default: return "\(ads). \(blocked) of them \(blocked == 1 ? "is" : "are") blocked as the role stands."
        }
    }

    private static func totals(_ drafts: [Draft]) -> String {
        let prospects = drafts.map(\.prospect)
        return Draft.Prospect.allCases.compactMap { prospect in
            let count = prospects.filter { $0 == prospect }.count
            guard count > 0 else { return nil }
            return Escaped.element("li", prospect.style, "<b>\(count)</b> \(prospect.counted)")
        }.joined(separator: "\n")
    }

    private static func time(_ now: Date, _ zone: String) -> String {
        let known = TimeZone(identifier: zone)
        let style = Date.ISO8601FormatStyle(timeZone: known ?? .gmt)
            .year().month().day().dateSeparator(.dash).dateTimeSeparator(.space)
            .time(includingFractionalSeconds: false).timeSeparator(.colon)
        return "\(now.formatted(style).prefix(16)) \(known == nil ? "UTC" : zone)"
    }
}

extension Draft {
    /// Whether a warning stands, or a question that only the board can answer.
    var isDoubtful: Bool { ad.findings.contains { $0.severity != .note } }

    /// What becomes of an ad that is posted as it stands; the page's counts and its rows say the same.
    enum Prospect: CaseIterable {
        case blocked
        case asked
        case warned
        case ready

        /// The class in the page's style sheet.
        var style: String {
            switch self {
            case .blocked: "error"
            case .asked, .warned: "warning"
            case .ready: "good"
            }
        }

        /// The words of one ad.
        var words: String {
            switch self {
            case .blocked: "Blocked"
            case .asked: "The board is asked first"
            case .warned: "With warnings"
            case .ready: "Ready to send"
            }
        }

        /// The words behind a number of ads.
        var counted: String {
            switch self {
            case .blocked: "blocked"
            case .asked: "to ask the board about first"
            case .warned: "with warnings"
            case .ready: "ready to send"
            }
        }
    }

    /// What becomes of the ad.
    var prospect: Prospect {
        if !blockers.isEmpty { return .blocked }
        if !questions.isEmpty { return .asked }
        return isDoubtful ? .warned : .ready
    }
}
