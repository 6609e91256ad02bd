import Documents

/// Why a request, or one element of it, was refused.
struct Refusal: Sendable, Hashable {
    let name: String
    var code = ""
    var message = ""
    var field = ""
    var rule = ""
    var value = Value.null
    var limit: Int?

    init(_ name: String, _ message: String) {
        self.name = name
        self.message = message
    }

    init(_ name: String, message: String, field: String, rule: String, value: Value = .null, limit: Int? = nil) {
        self.name = name
        self.message = message
        self.field = field
        self.rule = rule
        self.value = value
        self.limit = limit
    }

    var datum: Datum {
        .fields([
            "name": .text(name), "code": .text(code), "message": .text(message), "field": .text(field),
            "rule": .text(rule), "value": .value(value), "limit": limit.map { .number($0) } ?? .nothing,
        ])
    }

    /// The refusal with the name, code and words that the contract gives it.
    func dressed(_ use: RefusalUse, in scope: Scope) -> Refusal {
        var dressed = Refusal(use.name, message: message, field: field, rule: rule, value: value, limit: limit)
        dressed.code = code
        let inner = scope.adding("refusal", datum)
        if let code = use.code { dressed.code = code.text(in: inner) }
        if let message = use.message { dressed.message = message.text(in: inner) }
        if let field = use.field { dressed.field = field.text(in: inner) }
        return dressed
    }
}
