import Documents
import Foundation
import Sandbox
import Signing
import Testing

@Suite("A board with batches and tasks")
struct BatchBoardTests {
    static let method = ["X-Method": "batch"]

    private func form(_ board: inout Board, _ path: String, _ body: String, at seconds: Double = 0) -> Answer {
        let headers = [SandboxHeader("Content-Type", "application/x-www-form-urlencoded")]
        let request = SandboxRequest("POST", path, headers: headers, body: Array(body.utf8))
        return board.answer(request, now: Drive.start.addingTimeInterval(seconds))
    }

    private func token(_ board: inout Board, at seconds: Double = 0) throws -> String {
        let body = "grant_type=client_credentials&client_id=sandbox-id&client_secret=sandbox-secret"
        let answer = form(&board, "/token", body, at: seconds)
        #expect(answer.json["expires_in"] == .number(1800))
        return try #require(answer.json["access_token"]?.text)
    }

    private func element(_ id: String, _ operation: String = "CREATE", text: String = "long enough") -> String {
        #"{"id":"\#(id)","operation":"\#(operation)","title":"T","text":"\#(text)"}"#
    }

    @Test("tokens are issued to known clients only, and end")
    func tokens() throws {
        var board = try Drive.board("batch")
        #expect(
            form(&board, "/token", "grant_type=client_credentials&client_id=sandbox-id&client_secret=no").status == 401
        )
        #expect(
            form(&board, "/token", "grant_type=password&client_id=sandbox-id&client_secret=sandbox-secret").status
                == 401
        )
        let json = #"{"grant_type":"client_credentials","client_id":"sandbox-id","client_secret":"sandbox-secret"}"#
        #expect(board.send("POST", "/json-token", json).status == 401)
        let right = json.dropLast() + #","audience":"https://birch.example"}"#
        #expect(board.send("POST", "/json-token", String(right)).status == 200)
        let token = try token(&board)
        #expect(board.send("GET", "/tasks?ids=x", token: token, at: 1799).status == 200)
        #expect(board.send("GET", "/tasks?ids=x", token: token, at: 1801).json["code"] == .number(65602))
        #expect(board.send("GET", "/tasks?ids=x", token: "no").json["code"] == .number(65600))
    }

    @Test(
        "a signed assertion is checked for issuer, audience, scope and times",
        arguments: [
            (#""iss":"robot@elder.example","aud":"http://127.0.0.1:1/elder/jwt","scope":"post","#, 0, 3600, 200),
            (#""iss":"other@elder.example","aud":"http://127.0.0.1:1/elder/jwt","scope":"post","#, 0, 3600, 401),
            (#""iss":"robot@elder.example","aud":"http://elsewhere/","scope":"post","#, 0, 3600, 401),
            (#""iss":"robot@elder.example","aud":"http://127.0.0.1:1/elder/jwt","scope":"read","#, 0, 3600, 401),
            (#""iss":"robot@elder.example","aud":"http://127.0.0.1:1/elder/jwt","scope":"post","#, 0, 3601, 401),
            (#""iss":"robot@elder.example","aud":"http://127.0.0.1:1/elder/jwt","scope":"post","#, -7200, 3600, 401),
        ]
    )
    func assertions(claims: String, issued: Int, life: Int, status: Int) throws {
        var board = try Drive.board("robot")
        let key = try #require(board.credentials["main"]?["private_key"])
        let start = Int(Drive.start.timeIntervalSince1970) + issued
        let payload = "{\(claims)\"iat\":\(start),\"exp\":\(start + life)}"
        let jwt = try JWT.rs256(header: #"{"alg":"RS256","typ":"JWT"}"#, payload: payload, privateKeyPEM: key)
        let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
        #expect(form(&board, "/jwt", "grant_type=\(grant)&assertion=\(jwt)").status == status)
        #expect(form(&board, "/jwt", "grant_type=\(grant)&assertion=\(jwt)x").status == 401)
    }

    @Test("each element of a batch is answered, and its task ends after the wait")
    func tasks() throws {
        var board = try Drive.board("batch")
        let token = try token(&board)
        #expect(board.send("POST", "/batch", #"{"elements":[]}"#, token: token).json["message"] == .text("no method"))
        let body =
            "{\"elements\":[\(element("a")),\(element("b", text: "<b>x</b>")),{\"id\":\"c\",\"operation\":\"MOVE\"}]}"
        let answer = board.send("POST", "/batch", body, token: token, headers: Self.method)
        let elements = try #require(answer.json["elements"]?.list)
        #expect(elements.compactMap { $0["status"]?.scalarText } == ["202", "202", "422"])
        let ids = elements.compactMap { $0["id"]?.text }
        #expect(ids == ["urn:task:1", "urn:task:2"])
        let query = "/tasks?ids=urn%3Atask%3A1&ids=urn%3Atask%3A2&ids=other"
        let early = board.send("GET", query, token: token, at: 299)
        #expect(early.json["results"]?["urn:task:1"]?["status"] == .text("IN_PROGRESS"))
        #expect(early.json["unknown"] == .list([.text("other")]))
        let late = board.send("GET", query, token: token, at: 301)
        #expect(late.json["results"]?["urn:task:1"]?["status"] == .text("SUCCEEDED"))
        #expect(late.json["results"]?["urn:task:1"]?["ad"]?.text?.hasPrefix("urn:birch:") == true)
        #expect(late.json["results"]?["urn:task:1"]?["error"] == nil)
        #expect(late.json["results"]?["urn:task:2"]?["status"] == .text("FAILED"))
        #expect(late.json["results"]?["urn:task:2"]?["error"] == .text("Invalid Field: /text"))
        #expect(board.ads(at: 301).count == 1)
        #expect(
            board.send("GET", query, token: try self.token(&board, at: 90_000), at: 90_000).json["results"]
                == .object([:])
        )
    }

    @Test("what cannot be done is told by the task: known, unknown")
    func lateRefusals() throws {
        var board = try Drive.board("batch", capWaits: .seconds(2))
        let token = try token(&board)
        func one(_ operation: String, _ id: String, at seconds: Double) -> String {
            let body = "{\"elements\":[\(element(id, operation))]}"
            let answer = board.send("POST", "/batch", body, token: token, headers: Self.method, at: seconds)
            let task = answer.json["elements"]?.list?.first?["id"]?.text ?? ""
            let result = board.send("GET", "/tasks?ids=\(task)", token: token, at: seconds + 3).json["results"]?[task]
            return result?["error"]?.text ?? result?["status"]?.text ?? ""
        }
        #expect(one("UPDATE", "a", at: 0) == "non-existing job")
        #expect(one("CREATE", "a", at: 10) == "SUCCEEDED")
        #expect(one("CREATE", "a", at: 20) == "There is such an ad already.")
        #expect(one("UPDATE", "a", at: 30) == "SUCCEEDED")
        #expect(one("CLOSE", "a", at: 40) == "SUCCEEDED")
        #expect(one("CLOSE", "a", at: 50) == "The ad is closed.")
        #expect(board.ads(at: 60).map { $0["version"]?.scalarText } == ["3"])
    }

    @Test("a batch is held to its size and unique ids, and may be refused whole")
    func batches() throws {
        var board = try Drive.board("batch")
        let token = try token(&board)
        let four = (1...4).map { element(String($0)) }.joined(separator: ",")
        #expect(
            board.send("POST", "/batch", "{\"elements\":[\(four)]}", token: token, headers: Self.method).status == 400
        )
        let twice = "\(element("a")),\(element("a"))"
        let repeated = board.send("POST", "/batch", "{\"elements\":[\(twice)]}", token: token, headers: Self.method)
        #expect(repeated.json["error"] == .text("repeated-element"))
        let mixed = "{\"items\":[\(element("a")),{\"id\":\"b\"}]}"
        #expect(board.send("POST", "/whole", mixed).status == 400)
        #expect(board.ads().isEmpty)
        #expect(
            board.send("POST", "/whole", "{\"items\":[\(element("a")),\(element("b"))]}").json["made"]?.list?.count == 2
        )
    }

    @Test("reads see a change only after the board's lag")
    func lag() throws {
        var board = try Drive.board("batch")
        let made = board.send("PUT", "/ads/k", #"{"title":"one"}"#).json["id"]?.text ?? ""
        #expect(board.send("GET", "/ads/\(made)", at: 29).status == 404)
        #expect(board.send("GET", "/ads/\(made)", at: 31).json["title"] == .text("one"))
        _ = board.send("PUT", "/ads/k", #"{"title":"two"}"#, at: 40)
        #expect(board.send("GET", "/ads/\(made)", at: 41).json["title"] == .text("one"))
        #expect(board.send("GET", "/ads/\(made)", at: 71).json["title"] == .text("two"))
    }

    private func graph(
        _ board: inout Board,
        _ query: String,
        _ variables: String = #"{"input":{"title":"Cook","ref":"r"}}"#
    ) -> Answer {
        board.send("POST", "/graphql", "{\"query\":\(JSON.text(.text(query))),\"variables\":\(variables)}")
    }

    @Test("a GraphQL answer holds what was selected, under its aliases and of its type")
    func graphSelection() throws {
        var board = try Drive.board("batch")
        let query = """
            mutation Post($input: In!) { done: postAd(input: $input) { __typename
              ... on Success { ad { name: title } } ... on Conflict { other { id } } } } # note
            """
        let answer = graph(&board, query)
        #expect(answer.text == #"{"data":{"done":{"__typename":"Success","ad":{"name":"Cook"}}}}"#)
        #expect(graph(&board, query).status == 200)
        #expect(board.ads().count == 1)
    }

    @Test(
        "a GraphQL document that the board cannot take is told in errors",
        arguments: [
            "mutation { postAd(input: {title: \"x\"}) { __typename } }",
            "mutation ($a: In!) { postAd(input: $b) { __typename } }",
            "mutation ($input: In!) { otherAd(input: $input) { __typename } }",
            "mutation ($input: In!) { postAd(input: $input) { } }",
            "mutation ($input: In!, $more: Int) { postAd(input: $input) { ad } }",
            "mutation ($input: In!) { postAd(input: $input) { ad }",
        ]
    )
    func graphFaults(query: String) throws {
        var board = try Drive.board("batch")
        let answer = graph(&board, query)
        #expect(answer.status == 200)
        #expect(answer.json["errors"]?.list?.count == 1, "\(answer.text)")
        #expect(board.ads().isEmpty)
    }
}
