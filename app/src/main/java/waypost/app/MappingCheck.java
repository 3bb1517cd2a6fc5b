package waypost.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import waypost.config.AddressSection;
import waypost.config.AddressSection.DomainAlias;
import waypost.config.AddressSection.ShortDomain;
import waypost.config.Configuration;
import waypost.config.DirectorySection;
import waypost.config.EmbeddedDirectorySection;
import waypost.config.Item;
import waypost.config.Problem;
import waypost.config.Problems;
import waypost.config.UserMapSection;
import waypost.directory.DirectorySettings;
import waypost.directory.EmbeddedSettings;
import waypost.directory.FilterPattern;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.mapping.UserMapFiles;
import waypost.mapping.UserMapSettings;

/**
 * Whether what a file says of users means something: each key is given to those who take it, one by one, so that all that is wrong is told in
 * one go. What passes here, {@link MappingSetup} can make settings of.
 */
record MappingCheck(Configuration configuration, Problems problems) {
    private static final URI HERE = URI.create("ldap://localhost");
    private static final AddressRules PLAIN = new AddressRules(AddressSettings.plain(Optional.empty()));
    private static final String SOME_DN = "write a distinguished name, as in dc=example,dc=net";
    private static final String SOME_FILTER = "write a filter (RFC 4515), as in (mail=%e)";

    static void of(Configuration configuration, Problems problems) {
        MappingCheck check = new MappingCheck(configuration, problems);
        check.addresses(configuration.addresses());
        Item.of("directories", configuration.directories()).forEach(check::directory);
        Item.of("user-maps", configuration.userMaps()).forEach(check::userMap);
        configuration.embeddedDirectory().ifPresent(check::embedded);
        if (problems.whole("addresses") && problems.whole("public-folders")) {
            Sharing.check(configuration, new AddressRules(new MappingSetup(configuration).addresses()), problems);
        }
    }

    private void addresses(AddressSection section) {
        section.defaultDomain().ifPresent(domain -> domain("addresses.default-domain", domain));
        for (Item<DomainAlias> alias : Item.of("addresses.domain-aliases", section.domainAliases())) {
            domain(alias.key("alias"), alias.value().alias());
            domain(alias.key("domain"), alias.value().domain());
        }
        for (Item<ShortDomain> name : Item.of("addresses.short-domains", section.shortDomains())) {
            domain(name.key("domain"), name.value().domain());
        }
        attempt(
                "addresses.tag-separators",
                "write punctuation, as in +, or none",
                () -> MappingSetup.addresses(withoutDomains(section)));
    }

    private static AddressSection withoutDomains(AddressSection section) {
        return new AddressSection(
                Optional.empty(), section.tagSeparators(), section.caseSensitive(), List.of(), List.of());
    }

    private void domain(String key, String domain) {
        if (PLAIN.domain(domain).isEmpty()) {
            problems.tell(new Problem(key, "not a domain: " + domain, "write a domain, as in example.net"));
        }
    }

    private void directory(Item<DirectorySection> item) {
        DirectorySection section = item.value();
        for (Item<String> uri : Item.of(item.key("uris"), section.uris())) {
            attempt(
                    uri.key(),
                    "write ldap:// or ldaps:// and a host, as in ldaps://ldap1.example.net",
                    () -> at(URI.create(uri.value()), ""));
        }
        configuration
                .embeddedDirectory()
                .filter(_ -> section.uris().isEmpty())
                .ifPresent(embedded -> attempt(
                        "embedded-directory.listen",
                        "write a port by which this node finds it, as in 127.0.0.1:2389",
                        () -> at(URI.create("ldap://" + embedded.listen()), "")));
        attempt(item.key("base"), SOME_DN, () -> at(HERE, section.base()));
        section.canary().ifPresent(dn -> attempt(item.key("canary"), SOME_DN, () -> at(HERE, dn)));
        section.filter()
                .ifPresent(filter -> attempt(item.key("filter"), SOME_FILTER, () -> FilterPattern.ofUser(filter)));
        section.loginFilter()
                .ifPresent(
                        filter -> attempt(item.key("login-filter"), SOME_FILTER, () -> FilterPattern.ofUser(filter)));
        AttributeCheck.of(item.key("attributes"), section.attributes(), problems);
    }

    private static DirectorySettings at(URI uri, String base) {
        return DirectorySettings.plain("here", uri, Optional.empty(), base);
    }

    private void userMap(Item<UserMapSection> map) {
        Item.of(map.key("domains"), map.value().domains()).forEach(domain -> domain(domain.key(), domain.value()));
        map.value()
                .domainQuery()
                .ifPresent(query -> attempt(
                        map.key("domain-query"),
                        "write a filter (RFC 4515), as in (associatedDomain=%d)",
                        () -> FilterPattern.ofDomain(query)));
        map.value()
                .file()
                .filter(_ -> map.value().type() == UserMapSection.Type.FILE)
                .ifPresent(file -> read(map, file));
    }

    /** What a file means depends on the names that are written elsewhere. */
    private void read(Item<UserMapSection> map, Path file) {
        if (!Stream.of("node", "nodes", "volumes", "addresses", map.key()).allMatch(problems::whole)) {
            return;
        }
        MappingSetup setup = new MappingSetup(configuration);
        UserMapSettings.File settings = new UserMapSettings.File(map.value().name(), UserMapSettings.Domains.ALL, file);
        String key = map.key("file");
        try {
            UserMapFiles.read(settings, new AddressRules(setup.addresses()), setup.routes());
        } catch (IOException unreadable) {
            problems.tell(new Problem(key, "cannot be read: " + Reason.of(unreadable), "name a file that can be read"));
        } catch (IllegalArgumentException wrong) {
            String.valueOf(wrong.getMessage())
                    .lines()
                    .forEach(line -> problems.tell(new Problem(key, line, "mend the line")));
        }
    }

    private void embedded(EmbeddedDirectorySection section) {
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        attempt(
                "embedded-directory.base",
                "write dc=, o= or ou= and a name, as in dc=waypost",
                () -> MappingSetup.embedded(configuration, section, loopback));
        attempt(
                "embedded-directory.listen",
                "write an address of this machine, as in 127.0.0.1:2389",
                () -> EmbeddedSettings.on(
                        MappingSetup.directoryFolder(configuration),
                        section.listen().socketAddress()));
    }

    /** Tells why something cannot be made, if it cannot. */
    private void attempt(String key, String instead, Supplier<?> made) {
        try {
            var _ = made.get();
        } catch (IllegalArgumentException wrong) {
            String told = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
            problems.tell(new Problem(key, told, instead), key);
        }
    }
}
