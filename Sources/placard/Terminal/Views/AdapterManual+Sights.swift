import AdapterKit
import Delivery
import Postings

extension AdapterManual {
    /// A state that somebody can see an ad in.
    struct Sight: Hashable {
        let state: PostingState
        let witness: Witness?
        /// How it is seen.
        let by: String

        var text: String {
            let who =
                switch witness {
                case .board: "the board says so"
                case .page: "its public page shows it"
                case .feed: "the board fetched our document"
                case .person: "a person says so"
                case nil: "nobody vouches for it"
                }
            return "\(state.rawValue): \(who) (\(by))"
        }
    }

    /// The states that watches can see, in the order written, without repetitions.
    var sights: [Sight] {
        var sights: [Sight] = []
        for watch in manifest.watches {
            for row in watch.states {
                for state in [row.state, row.unlessWanted].compactMap(\.self) {
                    sights.append(Sight(state: state, witness: row.witness, by: Self.words(watch)))
                }
            }
        }
        if manifest.kind == .manual {
            sights += [PostingState.live, .withdrawn].map {
                Sight(state: $0, witness: .person, by: "`placard resolve`")
            }
        }
        return sights.uniqued()
    }

    /// What nobody will learn from the board by this adapter.
    var blindSpots: [String] {
        let seen = Set(sights.filter { $0.witness != nil }.map(\.state))
        var blind: [String] = []
        if !seen.contains(.live) {
            blind.append("Whether an ad is live: a posting stays \(Reach.furthest(manifest).rawValue).")
        } else if !sights.contains(where: { $0.state == .live && $0.witness == .page }) {
            blind.append("Whether people can see the ad: no public page is read.")
        }
        if !seen.contains(.withdrawn) { blind.append("Whether an ad is gone after it was withdrawn.") }
        if !seen.contains(.removed), !seen.contains(.expired) {
            blind.append("Whether the board ended an ad by itself.")
        }
        if !seen.contains(.rejected), !seen.contains(.inReview) {
            blind.append("Whether somebody at the board reviews an ad after it was taken.")
        }
        let creates = manifest.operations.first { $0.name == "create" }
        if creates?.request != nil, !manifest.operations.contains(where: { $0.name == "find" }) {
            switch creates?.repeats {
            case .safe, .key: break
            default:
                blind.append("Whether a creation took effect whose answer was lost: the posting is outcome-unknown.")
            }
        }
        return blind
    }

    private static func words(_ watch: WatchRule) -> String {
        let how =
            switch watch.reading {
            case .request(let request, _, _): words(request)
            case .find: "`find`"
            case .fetch(let page): "its page, `\(page.url.written)`"
            }
        return
            "\(how), first after \(BoardSheet.words(watch.every.first)), then every \(BoardSheet.words(watch.every.then))"
    }
}
