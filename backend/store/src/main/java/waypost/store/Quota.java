package waypost.store;

/** What an account, or one of its folders, holds and may hold. */
public record Quota(Usage usage, QuotaLimits limits) {}
