import Foundation
import Testing

/// What the GraphQL check says.
private struct Checked: Decodable {
    let documents: Int
    let requests: Int
    let problems: [String]
}

extension RealSoftware {
    @Suite("GraphQL documents")
    struct GraphQLDocuments {
        /// The board's published types, where the checkout has them beside it.
        private static let schema = "\(Places.root)/../shared/data/seek-schema.graphql"

        @Test("Every document and every recorded request fits the board's published types, or parses without them")
        func documents() async throws {
            let folder = "\(Places.root)/Adapters/seek"
            let documents = try files(below: folder) { $0.hasSuffix(".graphql") }
            let requests = try files(below: "\(folder)/fixtures") { $0.hasSuffix("request.http") }
            #expect(!documents.isEmpty)
            #expect(!requests.isEmpty)
            let schema = FileManager.default.fileExists(atPath: Self.schema) ? Self.schema : nil
            let checked = try await check(documents, requests, schema: schema)
            #expect(checked.problems == [])
            #expect(checked.documents == documents.count)
            #expect(checked.requests > 0)
        }

        @Test("A document with a field that the types lack is found, and so is a variable that is not sent")
        func faults() async throws {
            let scratch = try ScratchFolder("graphql")
            defer { scratch.remove() }
            try scratch.write("type Query { ad(id: String!): Ad } type Ad { title: String }", to: "schema.graphql")
            try scratch.write("query($id: String!) { ad(id: $id) { titel } }", to: "field.graphql")
            try scratch.write("query($id: String!) { ad(id: $id) { title }", to: "syntax.graphql")
            let query = "query($id: String!) { ad(id: $id) { title } }"
            try scratch.write("POST / HTTP/1.1\n\n{\"query\": \"\(query)\", \"variables\": {}}", to: "request.http")

            let paths = ["field.graphql", "syntax.graphql"].map { "\(scratch.path)/\($0)" }
            let requests = ["\(scratch.path)/request.http"]
            let typed = try await check(paths, requests, schema: "\(scratch.path)/schema.graphql")
            #expect(typed.problems.count == 3, "\(typed.problems)")
            let untyped = try await check(paths, requests, schema: nil)
            #expect(untyped.problems.count == 2, "\(untyped.problems)")
        }

        private func check(_ documents: [String], _ requests: [String], schema: String?) async throws -> Checked {
            let python = try await Places.python()
            let program = ["\(python)/bin/python", "\(Places.peers)/python/check_graphql.py"]
            let result = try await Command.run(
                program + (schema.map { ["--schema", $0] } ?? []) + documents + ["--requests"] + requests
            )
            guard result.status == 0 else { throw HarnessError("\(result)") }
            return try result.decoded(as: Checked.self)
        }

        private func files(below folder: String, where isMeant: (String) -> Bool) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: folder).filter(isMeant).sorted().map {
                "\(folder)/\($0)"
            }
        }
    }
}
