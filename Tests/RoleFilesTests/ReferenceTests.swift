import Documents
import FoundationEssentials
import RoleFiles
import Roles
import Testing

/// `docs/role-file.md` says of every key what the reader does with it.
@Suite("The reference of role files")
struct ReferenceTests {
    @Test("explains every key that the reader knows, and no other")
    func keys() throws {
        var known: Set<String> = []
        for object in ReferenceSample.objects {
            let keys = try ReferenceSample.known(in: object)
            #expect(!keys.isEmpty, "\(object)")
            known.formUnion(keys.map { object.isEmpty ? $0 : "\(object).\($0)" })
        }
        // Objects whose keys are names, and what is read elsewhere than in the role.
        known.formUnion(["employer.industry.SCHEME", "employer.identifiers.SCHEME", "categories.SCHEME", "hiringTeam"])
        known.formUnion(["boards.ACCOUNT.facets", "boards.ACCOUNT.spend"])
        #expect(Set(Reference.rows.map(\.key)) == known)
        #expect(Reference.rows.count == known.count)
    }

    @Test("explains every path that adapters may read", arguments: RoleSchema.fields)
    func schema(field: RoleSchema.Field) throws {
        let path = field.path.replacing("*", with: "SCHEME")
        let key = path.hasSuffix("[]") ? String(path.dropLast(2)) : path
        let row = try #require(Reference.rows.first { $0.key == key }, "no \(key)")
        let words = row.type.split(separator: "`").enumerated().filter { $0.offset % 2 == 0 }.map { String($0.element) }
        if !field.values.isEmpty, field.kind != .date {
            #expect(words.filter { !$0.contains(" ") && !$0.contains(",") } == field.values)
        } else if key == path {
            #expect(row.type.contains(Reference.word(field.kind)), "\(key) is \(field.kind)")
        }
    }

    @Test("shows examples that the reader takes", arguments: Reference.rows)
    func examples(row: Reference.Row) throws {
        let example = try YAML.parse(row.example, file: "example").value
        // A body stands instead of sections.
        let base = row.key == "description.body" ? ReferenceSample.removing("description") : ReferenceSample.whole
        try ReferenceSample.read(ReferenceSample.setting(row.key, to: example, in: base))
    }

    @Test("says which keys must be there", arguments: Reference.rows)
    func presence(row: Reference.Row) throws {
        let without = ReferenceSample.removing(row.key)
        let group = row.must.split { ", ".contains($0) }.map(String.init)
        switch group.first {
        case "yes", "with": #expect(throws: Diagnostics.self) { try ReferenceSample.read(without) }
        default: try ReferenceSample.read(without)
        }
        let parent = row.key.split(separator: ".").dropLast().joined(separator: ".")
        let rest = group.dropFirst().reduce(without) { document, key in
            ReferenceSample.removing(parent.isEmpty ? key : "\(parent).\(key)", from: document)
        }
        switch group.first {
        case "or": #expect(throws: Diagnostics.self) { try ReferenceSample.read(rest) }
        case "with": try ReferenceSample.read(rest)
        default: #expect(["yes", "no"].contains(row.must))
        }
    }

    @Test("states bounds that are taken, and beyond which nothing is", arguments: Reference.bounds)
    func bounds(bound: Reference.Bound) throws {
        func read(_ number: Int) throws {
            // An upper bound alone, so that it is not below the sample's lower one.
            let base = bound.key.hasSuffix(".max") ? ReferenceSample.removing(bound.other) : ReferenceSample.whole
            let alone = bound.key.hasSuffix(".min") ? ReferenceSample.removing(bound.other) : base
            try ReferenceSample.read(ReferenceSample.setting(bound.key, to: .number(.init(number)), in: alone))
        }
        try read(bound.least)
        try read(bound.greatest)
        #expect(throws: Diagnostics.self) { try read(bound.least - 1) }
        #expect(throws: Diagnostics.self) { try read(bound.greatest + 1) }
    }

    @Test("states the size of a file, and names the texts that can be translated")
    func rest() throws {
        #expect(Reference.text.contains("at most \(RoleFile.maximumSize) bytes"))
        let paths = RoleSchema.fields.filter(\.translatable).map { "`\($0.path)`" }.joined(separator: ", ")
        #expect(Reference.text.replacing("\n", with: " ").contains("These can be translated: \(paths)."))
    }
}
