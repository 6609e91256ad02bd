import AdapterKit
import Documents
import Postings
import Testing

@Suite("Named checks")
struct CheckTests {
    private func complains(_ check: String, _ title: String) throws -> Bool {
        var bench = try Bench("a: { from: title }", rules: "- { check: \(check), of: a }")
        var role = try #require(bench.input.role.object)
        role["title"] = .text(title)
        bench.input.role = .object(role)
        return bench.ad().findings.contains { $0.code == check }
    }

    @Test(
        "find what does not belong in a title",
        arguments: [
            ("contains-pay", "Cook, €15 per hour"), ("contains-pay", "Fahrer (60.000 €)"),
            ("contains-pay", "Developer 60k-80k"),
            ("contains-pay", "Nurse $25/hr"), ("contains-pay", "倉庫スタッフ 時給1500円"), ("contains-pay", "Vendeur 1 800 EUR"),
            ("contains-pay", "Verkäufer 15 pro Stunde"),
            ("contains-place", "Cook in Berlin"), ("contains-place", "Engineer - Germany"),
            ("contains-place", "Koch (BERLIN)"),
            ("contains-employment-type", "Cook (full-time)"), ("contains-employment-type", "Verkäufer in Teilzeit"),
            ("contains-employment-type", "Comptable CDI"), ("contains-employment-type", "事務スタッフ（正社員）"),
            ("contains-employment-type", "レジ係 パート"),
            ("contains-company", "Engineer at Example Robotics"),
            ("contains-contact-details", "Cook, write to jobs@inn.example"),
            ("contains-contact-details", "Call +49 30 123456"),
            ("contains-contact-details", "Koch, Tel. 030 1234567"),
            ("contains-contact-details", "See https://inn.example/jobs"),
            ("several-roles", "Cook, Waiter"), ("several-roles", "Koch und Kellner"),
            ("several-roles", "Various roles in the kitchen"),
            ("several-roles", "Vendeur / Cuisinier"), ("several-roles", "看護師、エンジニア"),
            ("shouting", "WAREHOUSE WORKER"), ("shouting", "Cook!! Start now!"),
            ("shouting", "VERKÄUFER gesucht FÜRTH"),
            ("odd-characters", "★ Cook ★"), ("odd-characters", "Cook 🍳"), ("odd-characters", "*** Cook ***"),
            ("breaks-lines", "Cook\nand more"),
        ]
    )
    func alarm(check: String, title: String) throws {
        #expect(try complains(check, title))
    }

    @Test(
        "keep silent about plain titles",
        arguments: [
            "Machine Learning Engineer", "Software Engineer (C# / .NET 8)", "Angular 17 Developer",
            "1st Level Support, 24/7",
            "Koch/Köchin (m/w/d)", "Koch / Köchin", "Mitarbeiter*in Empfang", "Verkäufer:in",
            "Ingénieur / Ingénieure d'études",
            "Sales and Marketing Manager", "Product Manager, Payments", "Head of Research & Development", "HR Manager",
            "SAP ABAP Developer", "CEO", "Contract Manager", "Berliner Pfannkuchen backen", "German Teacher",
            "Intern, Robotics",
            "パートナー営業", "ソフトウェアエンジニア", "営業マネージャー", "エンジニア（AI・機械学習）", "4K Video Editor", "Team Lead 2026",
            "Full-Stack Developer", "Développeur·se Python", "Kaufmann/Kauffrau im Einzelhandel",
            "Staff Nurse – Ward 10",
            "Krankenschwester / Krankenpfleger", "Technicien de maintenance H/F", "Junior+ Analyst",
            "Customer Care Agent 80-100%",
        ]
    )
    func silence(title: String) throws {
        for check in [
            "contains-pay", "contains-place", "contains-employment-type", "contains-company",
            "contains-contact-details",
            "several-roles", "shouting", "odd-characters", "breaks-lines", "link-schemes",
        ] {
            #expect(try !complains(check, title), "\(check): \(title)")
        }
    }

    @Test("find ads that say the same, only beside others")
    func duplicates() throws {
        let text =
            "You cook for two hundred guests a day, plan the menu with the head chef, order what you need from "
            + "farms nearby, train apprentices, keep the kitchen clean and the costs in view, and go home at eight."
        let bench = try Bench(
            "a: { from: summary }",
            rules: "- { check: near-duplicate, of: a }",
            role: "title: Cook\nsummary: \"\(text)\""
        )
        let ad = bench.ad()
        #expect(!ad.findings.contains { $0.code == "near-duplicate" })
        let beside = bench.adapter.render(bench.input, for: .create, beside: [ad])
        #expect(beside.findings.contains { $0.code == "near-duplicate" && $0.message.contains("100 %") })
        let other = try Bench("a: { from: summary }", rules: "- { check: near-duplicate, of: a }")
        #expect(
            !bench.adapter.render(bench.input, for: .create, beside: [other.ad()]).findings.contains {
                $0.code == "near-duplicate"
            }
        )
    }

    @Test("find a text that says no more than the title, whatever its marks")
    func repetition() throws {
        let rules = "- { check: repeats-title, of: a }"
        let value = "a: { rich: { from: description, format: html, tags: [p] } }"
        for (text, isFound) in [("**Night Cook**", true), ("Night cook.", true), ("You cook at night.", false)] {
            let bench = try Bench(value, rules: rules, role: "title: Night Cook\ndescription: \"\(text)\"")
            #expect(bench.ad().findings.contains { $0.code == "repeats-title" } == isFound, "\(text)")
        }
    }

    @Test("find links that are no web links")
    func schemes() throws {
        #expect(try complains("link-schemes", "See <a href=\"javascript:alert(1)\">here</a>"))
        #expect(try !complains("link-schemes", "See <a href=\"https://inn.example\">here</a>"))
    }

    @Test(
        "a role whose last day is over is not shown any more, and can still be withdrawn",
        arguments: [("2025-11-30", true), ("2025-12-01", false), ("2026-06-01", false)]
    )
    func ended(last: String, isOver: Bool) throws {
        var bench = try Bench("a: { from: title }")
        var role = try #require(bench.input.role.object)
        role["dates"] = .object(["validThrough": .text(last)])
        bench.input.role = .object(role)
        for operation in [Operation.create, .update] {
            let ended = bench.ad(operation).findings.filter { $0.code == "role-ended" }
            #expect(ended.map(\.severity) == (isOver ? [.error] : []))
            #expect(bench.ad(operation).isSendable == !isOver)
        }
        #expect(!bench.ad(.withdraw).findings.contains { $0.code == "role-ended" })
    }
}
