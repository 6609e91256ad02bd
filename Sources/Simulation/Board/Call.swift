import Documents
import FoundationEssentials
import Transport

/// A request as the virtual boards and the checker understand it.
struct Call: Sendable {
    enum Act: Sendable, Hashable {
        case create([Item])
        case update(id: Int, title: String)
        case renew(id: Int)
        case withdraw(id: Int)
        /// Asks for ads by our reference, or for all.
        case find(reference: String?)
        /// Looks at one ad.
        case look(id: Int)
        case nothing
    }

    struct Item: Sendable, Hashable {
        /// Our reference as the board sees it, with the number of the creation.
        let wire: String
        let title: String
        /// Reference of the posting.
        var posting: String {
            let parts = wire.split(separator: "-")
            return parts.count > 3 ? parts.prefix(3).joined(separator: "-") : wire
        }
    }

    let kind: Plan.Kind
    /// The account whose key the request carries.
    let account: String
    let act: Act
    let key: String?
    let isBatch: Bool

    init?(_ request: Request) {
        let parts = request.url.split(separator: "/")
        guard parts.count >= 2, let kind = Plan.Kind(rawValue: String(parts[1].split(separator: ".")[0])) else {
            return nil
        }
        self.kind = kind
        account = Call.account(of: request.headers["Authorization"] ?? "")
        key = request.headers["Idempotency-Key"]
        let path = parts.dropFirst(2).map(String.init)
        isBatch = path.first == "batch"
        let body = JSON.parse(request.body)?.object ?? [:]
        let id = path.count > 1 ? Int(path[1]) ?? 0 : 0
        switch (request.method, path.count) {
        case ("POST", 3): act = .renew(id: id)
        case ("POST", _):
            let items = isBatch ? (body["ads"]?.list ?? []).compactMap(\.object) : [body]
            act = .create(
                items.map {
                    Item(wire: $0["reference"]?.scalarText ?? "", title: $0["title"]?.scalarText ?? "")
                }
            )
        case ("PUT", _): act = .update(id: id, title: body["title"]?.scalarText ?? "")
        case ("DELETE", _): act = .withdraw(id: id)
        case ("GET", 2): act = .look(id: id)
        case ("GET", 1):
            let query = path[0].split(separator: "?")
            act = .find(reference: query.count > 1 ? query[1].split(separator: "=").last.map(String.init) : nil)
        default: act = .nothing
        }
    }

    /// The secret of an account, by which the boards know it.
    static func secret(of account: String) -> String { "tok\u{2D}\(account)\u{2D}1234567890" }

    private static func account(of header: String) -> String {
        let parts = header.split(separator: "\u{2D}")
        return parts.count == 3 ? String(parts[1]) : ""
    }

    /// Whether it can change the board.
    var isChange: Bool {
        switch act {
        case .create, .update, .renew, .withdraw: true
        case .find, .look, .nothing: false
        }
    }

    var words: String {
        switch act {
        case .create(let items): "create \(items.map { "\($0.wire) \($0.title)" }.joined(separator: ", "))"
        case .update(let id, let title): "update \(id) \(title)"
        case .renew(let id): "renew \(id)"
        case .withdraw(let id): "withdraw \(id)"
        case .find(let reference): "find \(reference ?? "all")"
        case .look(let id): "look \(id)"
        case .nothing: "nothing"
        }
    }
}
