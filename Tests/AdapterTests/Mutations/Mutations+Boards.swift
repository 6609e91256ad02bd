import Documents
import Postings

extension Mutation {
    /// Mistakes in the adapters of job boards that are called.
    static let boards: [Mutation] = [
        Mutation(
            "multiposter-outbound",
            "a longer title",
            "size: { max: 63, unit",
            "size: { max: 630, unit",
            facts: ["title": longTitle],
            says: "job_title"
        ),
        Mutation(
            "multiposter-outbound",
            "no password",
            "        password: $secrets.password\n",
            "",
            says: "not correct"
        ),
        Mutation(
            "multiposter-outbound",
            "a wrong command",
            "create: Add,",
            "create: Insert,",
            says: "command is not known"
        ),
        Mutation("multiposter-outbound", "a wrong code", "permanent: Permanent", "permanent: Perm", says: "job_type"),
        Mutation(
            "multiposter-outbound",
            "days that the board does not sell",
            "otherwise: { value: 28 }",
            "otherwise: { value: 30 }",
            says: "days_to_advertise"
        ),
        Mutation(
            "multiposter-outbound",
            "no reference",
            "job_reference: $reference",
            "reference: $reference",
            says: "job_reference"
        ),
        Mutation(
            "multiposter-outbound",
            "a currency that is none",
            "salary_currency: $currency",
            "salary_currency: $per",
            says: "salary_currency"
        ),
        Mutation(
            "multiposter-outbound",
            "a wrong end",
            "withdraw: Delete",
            "withdraw: Remove",
            during: .withdraw,
            says: "command is not known"
        ),
        Mutation(
            "multiposter-outbound",
            "a wrong method",
            in: "manifest.yaml",
            "method: POST",
            "method: PUT",
            says: "405 wrong-method"
        ),

        Mutation("wordpress-wp-job-manager", "a wrong code", "status: publish", "status: published", says: "status"),
        Mutation(
            "wordpress-wp-job-manager",
            "a wrong path",
            in: "manifest.yaml",
            "/wp-json/wp/v2/job-listings, json",
            "/wp-json/wp/v2/job_listing, json",
            says: "rest_no_route"
        ),
        Mutation(
            "wordpress-wp-job-manager",
            "a wrong header",
            in: "manifest.yaml",
            "{ basic: { user: \"{settings.user}\", password: password } }",
            "{ bearer: password }",
            says: "401"
        ),
        Mutation(
            "wordpress-wp-job-manager",
            "a word for an id",
            "job-types+: [$jobType]",
            "job-types+: [$typeSlug]",
            says: "job-types"
        ),
        Mutation(
            "wordpress-wp-job-manager",
            "a wrong form of the end",
            "expires:  { from: dates.validThrough, as: [{ time: iso-date }]",
            "expires:  { from: dates.validThrough, as: [{ time: rfc822 }]",
            says: "altered"
        ),
        Mutation(
            "wordpress-wp-job-manager",
            "a word for a number",
            "_remote_position: $remote",
            "_remote_position: $unit",
            says: "_remote_position"
        ),
        Mutation(
            "wordpress-wp-job-manager",
            "an update of another thing",
            in: "manifest.yaml",
            "{ method: POST, path: \"/wp-json/wp/v2/job-listings/{kept.remoteID}\"",
            "{ method: POST, path: \"/wp-json/wp/v2/job-listings/{slug}\"",
            during: .update,
            says: "404 unknown-ad"
        ),
        Mutation(
            "wordpress-wp-job-manager",
            "a wrong method",
            in: "manifest.yaml",
            "method: DELETE",
            "method: PUT",
            during: .withdraw,
            says: "400 wrong-type"
        ),

        Mutation(
            "linkedin-job-posting",
            "a wrong header",
            in: "manifest.yaml",
            "x-restli-method: batch_create",
            "x-restli-method: create",
            says: "permissions"
        ),
        Mutation(
            "linkedin-job-posting",
            "a longer title",
            "size: { max: 200, unit",
            "size: { max: 2000, unit",
            facts: ["title": longTitle],
            says: "title"
        ),
        Mutation(
            "linkedin-job-posting",
            "a longer text",
            "size: { max: 25000, unit",
            "size: { max: 250000, unit",
            facts: ["description": longText],
            says: "25000"
        ),
        Mutation(
            "linkedin-job-posting",
            "a wrong form of the time",
            "listed:    { from: posting.opened, as: [{ time: epoch-ms }]",
            "listed:    { from: posting.opened, as: [{ time: iso-utc }]",
            says: "listedAt"
        ),
        Mutation("linkedin-job-posting", "no start", "    listedAt: $listed\n", "", says: "listedAt"),
        Mutation("linkedin-job-posting", "a wrong code", "hybrid: Hybrid", "hybrid: Partly", says: "workplaceTypes"),
        Mutation(
            "linkedin-job-posting",
            "a wrong kind of work",
            "const: FULL_TIME",
            "const: FULLTIME",
            says: "employmentStatus"
        ),
        Mutation(
            "linkedin-job-posting",
            "a wrong list",
            in: "manifest.yaml",
            "at: elements,",
            "at: jobs,",
            says: "elements"
        ),
        Mutation(
            "linkedin-job-posting",
            "an amount as a number",
            "low:      { from: pay.min, when: [{ present: pay.max }, { present: span }], as: [decimal-text]",
            "low:      { from: pay.min, when: [{ present: pay.max }, { present: span }]",
            says: "amount"
        ),
        Mutation(
            "linkedin-job-posting",
            "an update that makes",
            "update: UPDATE",
            "update: CREATE",
            during: .update,
            says: "duplicate"
        ),

        Mutation(
            "seek",
            "a longer title",
            "size: { max: 80, unit: characters }, overflow: reject, bills",
            "size: { max: 800, unit: characters }, overflow: reject, bills",
            facts: ["title": longTitle],
            says: "positionTitle"
        ),
        Mutation(
            "seek",
            "a wrong tag allowed",
            "tags: [b, br, div, em, h2,",
            "tags: [b, br, div, em, h2, h4,",
            facts: ["description": markdown("#### Your day\n\nYou build robots.")],
            says: "h4"
        ),
        Mutation(
            "seek",
            "a longer summary",
            "size: { max: 150, unit",
            "size: { max: 1500, unit",
            facts: ["summary": longSummary],
            says: "150"
        ),
        Mutation(
            "seek",
            "a longer text",
            "size: { max: 15000, unit",
            "size: { max: 150000, unit",
            facts: ["description": longText],
            says: "15000"
        ),
        Mutation(
            "seek",
            "no idempotency key",
            "      - idempotencyId: $key\n        seekAdvertisementProductId",
            "      - seekAdvertisementProductId",
            says: "idempotencyId"
        ),
        Mutation("seek", "a wrong code", "year: Year", "year: Yearly", says: "intervalCode"),
        Mutation(
            "seek",
            "no audience",
            in: "manifest.yaml",
            "    extra: { audience: \"{settings.audience}\" }\n",
            "",
            says: "Unauthorized"
        ),
        Mutation(
            "seek",
            "a mutation of another name",
            in: "post.graphql",
            "postPosition(input",
            "createPosition(input",
            says: "createPosition"
        ),
        Mutation("seek", "no role of the contact", "      roleCode: HiringManager\n", "", says: "roleCode"),
        Mutation(
            "seek",
            "an end of another thing",
            in: "manifest.yaml",
            "profileId: $kept.remoteID",
            "profileId: $kept.openingID",
            during: .withdraw,
            says: "no such position profile"
        ),
        Mutation(
            "seek",
            "the product again",
            "never: [update], title: Ad product",
            "title: Ad product",
            during: .update,
            says: "seekAdvertisementProductId"
        ),
    ]
}
