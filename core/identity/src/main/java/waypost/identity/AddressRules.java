package waypost.identity;

/** Takes every spelling of a user or an address to one {@link AccountName}. */
public final class AddressRules {
    private AddressRules() {}
}
