package waypost.identity;

/**
 * The canonical primary address of an account: the local part as PRECIS UsernameCaseMapped (RFC 8265 §3.3) leaves it, the domain as
 * lower-case A-label. Made by {@link AddressRules}; equal names are equal strings.
 */
public record AccountName(String local, String domain) implements Comparable<AccountName> {
    /** What stands for all names of a domain that nobody has, as {@code @example.net}. No spelling of an address means it. */
    public static AccountName rest(String domain) {
        return new AccountName("", domain);
    }

    public boolean isRest() {
        return local.isEmpty();
    }

    @Override
    public int compareTo(AccountName other) {
        int byDomain = domain.compareTo(other.domain);
        return byDomain != 0 ? byDomain : local.compareTo(other.local);
    }

    @Override
    public String toString() {
        return local + "@" + domain;
    }
}
