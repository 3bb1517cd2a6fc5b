package waypost.store;

/** A key space of the index. */
enum Family {
    /** How far the index is, and what leads from outside into accounts. */
    VOLUME,
    /** Things of accounts, account first. */
    ACCOUNTS,
    /** Which items need a body. */
    BODIES,
    /** What can be computed from bodies again, by body: not part of what a rebuilt index must have. */
    DERIVED,
    /** The grams of items, account first: what narrows searches. Found again from the items when it is missing. */
    TERMS
}
