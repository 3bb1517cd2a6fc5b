package waypost.store;

/** What an account holds and may hold. */
public record Quota(Usage usage, QuotaLimits limits) {}
