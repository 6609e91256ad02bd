import AdapterKit
import Delivery

extension BoardSheet {
    /// A kind of board in plain words.
    static func words(_ kind: Manifest.Kind) -> String {
        switch kind {
        case .feed: "fetches a feed"
        case .api: "takes calls"
        case .page: "reads our page"
        case .message: "shows a message"
        case .email: "takes mail"
        case .manual: "a person pastes"
        }
    }

    static func words(_ level: Manifest.Status.Level) -> String {
        switch level {
        case .documented: "its documents only"
        case .golden: "recorded examples"
        case .schema: "the board's official schema"
        case .software: "a run against the real software"
        }
    }

    static func words(_ rule: PlaceRule) -> String {
        switch rule {
        case .each: "one ad per place"
        case .list(nil): "one ad for all places"
        case .list(let count?): "one ad for up to \(Terminal.count(count, "place"))"
        }
    }

    static func words(_ rule: LanguageRule) -> String {
        switch rule {
        case .each: "one ad per language of the account"
        case .one: "the role's own language only"
        case .merged: "all languages in one ad"
        }
    }

    static func words(_ rule: Life.Reopening) -> String {
        switch rule {
        case .unknown: "not known whether it can come back"
        case .never: "it cannot come back"
        case .newCreation: "it can be created anew"
        case .sameReference: "it can come back under the same reference"
        case .byUpdate: "any change brings it back"
        }
    }

    /// A length of time in its largest whole unit.
    static func words(_ time: Duration) -> String { time.inWords }
}
