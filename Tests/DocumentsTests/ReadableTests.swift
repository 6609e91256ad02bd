import Documents
import FoundationEssentials
import Testing

@Suite("Values for people")
struct ReadableTests {
    @Test("a person reads the texts of an object in their order, and no brackets")
    func contacts() {
        let contact: Value = .object([
            "name": .object(["formattedName": .text("Ada Berg")]), "role": .text("Recruiter"), "public": .boolean(true),
            "mails": .list([
                .object(["address": .text("ada@acme.example")]), .object(["address": .text("hr@acme.example")]),
            ]),
            "phone": .null, "notes": .object([:]), "floor": .number(3),
        ])
        #expect(contact.readable == "Ada Berg, Recruiter, ada@acme.example, hr@acme.example, 3")
    }

    @Test(
        "what is no object reads as it is",
        arguments: [(Value.text("a, b"), "a, b"), (.boolean(true), "true"), (.null, "")]
    )
    func scalars(value: Value, text: String) { #expect(value.readable == text) }
}
