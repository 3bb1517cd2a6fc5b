package waypost.app;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import waypost.access.SharedAccounts;
import waypost.config.Configuration;
import waypost.config.Item;
import waypost.config.Problem;
import waypost.config.Problems;
import waypost.config.PublicFoldersSection;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.store.Store;

/** What the users of a node share with each other, and the public folders of their domains. */
final class Sharing {
    private static final String KEY = "public-folders";

    private Sharing() {}

    /** Makes the accounts of public folders that are missing. */
    static SharedAccounts of(Configuration configuration, Store store) throws Complaint {
        AddressRules rules = new AddressRules(new MappingSetup(configuration).addresses());
        Map<String, Set<AccountName>> publicFolders = new TreeMap<>();
        for (PublicFoldersSection section : configuration.publicFolders()) {
            publicFolders.put(
                    rules.domain(section.domain()).orElseThrow(),
                    section.administrators().stream()
                            .flatMap(address -> name(rules, address).stream())
                            .collect(Collectors.toSet()));
        }
        SharedAccounts shared = new SharedAccounts(store.accounts(), spelling -> name(rules, spelling), publicFolders);
        try {
            shared.create(store.complete());
        } catch (IOException failed) {
            throw Complaint.failed("Public folders could not be made: " + failed.getMessage());
        }
        return shared;
    }

    private static Optional<AccountName> name(AddressRules rules, String spelling) {
        return rules.parse(spelling) instanceof Address.Parsed parsed ? Optional.of(parsed.name()) : Optional.empty();
    }

    /** Needs settings of addresses that mean something. */
    static void check(Configuration configuration, AddressRules rules, Problems problems) {
        for (Item<PublicFoldersSection> item : Item.of(KEY, configuration.publicFolders())) {
            Optional<String> domain = rules.domain(item.value().domain());
            if (domain.isEmpty()) {
                problems.tell(new Problem(
                        item.key("domain"),
                        "not a domain: " + item.value().domain(),
                        "write a domain, as in example.net"));
            }
            for (Item<String> address :
                    Item.of(item.key("administrators"), item.value().administrators())) {
                Optional<String> his = name(rules, address.value()).map(AccountName::domain);
                if (his.isEmpty() || domain.isPresent() && !his.equals(domain)) {
                    problems.tell(new Problem(
                            address.key(),
                            "not an address of " + item.value().domain() + ": " + address.value(),
                            "name a user of that domain: others do not see its folders"));
                }
            }
        }
    }
}
