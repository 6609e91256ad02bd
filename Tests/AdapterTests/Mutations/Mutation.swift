import AdapterKit
import Documents
import Postings

/// One mistake in an adapter's files, and what must become of it.
struct Mutation: Sendable, CustomStringConvertible {
    let id: String
    let name: String
    let file: String
    let old: String
    let new: String
    let operation: Postings.Operation
    /// Facts of the role that bring the mistake to light.
    let facts: [String: Value]
    /// Whether the same creation is asked for twice, as after a lost answer.
    let isRepeated: Bool
    /// What is said about it: by the reader of manifests, by the board, or by the watch that follows.
    let says: String

    /// - Parameters:
    ///   - old: Text in the file; every occurrence is replaced.
    ///   - operation: What is asked of the board; what must come before it is done without the mistake.
    init(
        _ id: String,
        _ name: String,
        in file: String = "ad.yaml",
        _ old: String,
        _ new: String,
        during operation: Postings.Operation = .create,
        facts: [String: Value] = [:],
        isRepeated: Bool = false,
        says: String
    ) {
        self.id = id
        self.name = name
        self.file = file
        self.old = old
        self.new = new
        self.operation = operation
        self.facts = facts
        self.isRepeated = isRepeated
        self.says = says
    }

    var description: String { "\(id): \(name)" }

    /// The adapter with the mistake.
    ///
    /// - Throws: ``Diagnostics`` when it does not load, ``Shelf/NotThere`` when there is nothing to replace.
    func adapter() throws -> Adapter {
        let pack = try Shelf.adapter(id).pack
        var files = pack.files.filter { !$0.key.hasPrefix("fixtures/") }
        let text = String(decoding: files[file] ?? [], as: UTF8.self)
        guard text.contains(old) else { throw Shelf.NotThere(what: "\(old) in \(id)/\(file)") }
        files[file] = Array(text.replacing(old, with: new).utf8)
        return try Adapter.load(AdapterPack(id: id, files: files))
    }

    static let longTitle = Value.text(String(repeating: "Machine Learning ", count: 30) + "Engineer")
    static let longSummary = Value.text(String(repeating: "We build robots that sort parcels. ", count: 40))
    static let longText = markdown(String(repeating: "We build robots that sort parcels.\n\n", count: 1500))

    static func markdown(_ text: String) -> Value { .object(["body": .markup(Markup(.markdown, text))]) }
}
