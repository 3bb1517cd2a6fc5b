package waypost.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.config.AddressSection;
import waypost.config.ClassSection;
import waypost.config.Configuration;
import waypost.config.CountLimit;
import waypost.config.DirectorySection;
import waypost.config.EmbeddedDirectorySection;
import waypost.config.NodeSection;
import waypost.config.SizeLimit;
import waypost.config.UserMapSection;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.EmbeddedSettings;
import waypost.directory.PasswordScheme;
import waypost.directory.References;
import waypost.directory.ServiceBind;
import waypost.identity.AccountLimits;
import waypost.identity.AddressSettings;
import waypost.identity.Secret;
import waypost.mapping.AccountClass;
import waypost.mapping.AccountClasses;
import waypost.mapping.AttributeNames;
import waypost.mapping.CacheSettings;
import waypost.mapping.Layout;
import waypost.mapping.MappingSettings;
import waypost.mapping.Members;
import waypost.mapping.Routes;
import waypost.mapping.Service;
import waypost.mapping.UserDirectory;
import waypost.mapping.UserMapSettings;

/** The configuration's sections on users, in the mapping's terms. */
final class MappingSetup {
    private final Configuration configuration;

    MappingSetup(Configuration configuration) {
        this.configuration = configuration;
    }

    AddressSettings addresses() {
        return addresses(configuration.addresses());
    }

    static AddressSettings addresses(AddressSection section) {
        return new AddressSettings(
                section.defaultDomain(),
                section.domainAliases().stream()
                        .collect(Collectors.toMap(
                                AddressSection.DomainAlias::alias, AddressSection.DomainAlias::domain)),
                section.shortDomains().stream()
                        .collect(
                                Collectors.toMap(AddressSection.ShortDomain::name, AddressSection.ShortDomain::domain)),
                section.tagSeparators().equals("none") ? "" : section.tagSeparators(),
                section.caseSensitive()
                        ? AddressSettings.LocalParts.CASE_PRESERVED
                        : AddressSettings.LocalParts.CASE_MAPPED);
    }

    /** What an entry may name: nodes that keep mailboxes, volumes, and hosts of other products. */
    Routes routes() {
        return new Routes(
                targets(),
                configuration.nodes().stream()
                        .flatMap(node -> node.hosts().stream())
                        .toList());
    }

    private Set<String> targets() {
        Set<String> targets = new HashSet<>();
        if (configuration.node().is(NodeSection.Role.STORE)) {
            targets.add(configuration.node().name().value());
        }
        configuration.nodes().stream()
                .filter(node -> node.is(NodeSection.Role.STORE) && !node.manyHosts())
                .forEach(node -> {
                    targets.add(node.name().value());
                    node.volumes().forEach(volume -> targets.add(volume.value()));
                });
        configuration.volumes().forEach(volume -> targets.add(volume.name().value()));
        return targets;
    }

    MappingSettings settings() {
        return new MappingSettings(
                configuration.directories().stream().map(this::directory).toList(),
                configuration.userMaps().stream().map(MappingSetup::userMap).toList(),
                routes(),
                classes(),
                cache());
    }

    private AccountClasses classes() {
        return new AccountClasses(
                configuration.classes().stream().map(MappingSetup::accountClass).toList());
    }

    private static AccountClass accountClass(ClassSection section) {
        return new AccountClass(
                section.name(),
                section.services().stream().map(MappingSetup::service).collect(Collectors.toSet()),
                new AccountLimits(
                        limit(section.storage().map(SizeLimit::bytes)),
                        limit(section.messages().map(CountLimit::value)),
                        limit(section.folderMessages().map(CountLimit::value)),
                        limit(section.sessions().map(CountLimit::value))));
    }

    private static OptionalLong limit(Optional<Long> written) {
        return written.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private static Service service(ClassSection.Service written) {
        return switch (written) {
            case SMTP -> Service.SMTP;
            case SUBMISSION -> Service.SUBMISSION;
            case IMAP -> Service.IMAP;
            case POP3 -> Service.POP3;
            case SIEVE -> Service.SIEVE;
            case WEB -> Service.WEB;
        };
    }

    /** How a new password is stored in the directory of this name. */
    PasswordScheme scheme(String directory) {
        return configuration.directories().stream()
                .filter(section -> section.name().equals(directory))
                .map(section -> switch (section.passwordScheme()) {
                    case SSHA512 -> PasswordScheme.SSHA512;
                    case ARGON2 -> PasswordScheme.ARGON2;
                    case SCRAM_SHA_256 -> PasswordScheme.SCRAM_SHA256;
                })
                .findFirst()
                .orElseThrow();
    }

    private CacheSettings cache() {
        var cache = configuration.cache();
        var staleness = new CacheSettings.Staleness(
                cache.staleness().route(),
                cache.staleness().verifier(),
                cache.staleness().quota());
        return new CacheSettings(
                cache.positive(),
                cache.negative(),
                cache.verifier(),
                cache.sessions(),
                cache.vanished(),
                staleness,
                cache.entries());
    }

    private UserDirectory directory(DirectorySection section) {
        DirectoryKind kind = kind(section);
        Layout layout = Layout.of(kind);
        AttributeNames names = AttributeSetup.of(section.attributes(), layout.attributes());
        return new UserDirectory(
                reached(section, kind),
                section.filter().orElse(layout.filter(names)),
                section.loginFilter().or(() -> layout.loginFilter(names)),
                names,
                section.groupMembers().map(MappingSetup::members).orElse(layout.members()));
    }

    private DirectorySettings reached(DirectorySection section, DirectoryKind kind) {
        return new DirectorySettings(
                section.name(),
                kind,
                uris(section),
                section.spread() ? DirectorySettings.Spread.TURNS : DirectorySettings.Spread.FIRST,
                section.startTls() ? DirectorySettings.Protection.START_TLS : DirectorySettings.Protection.PLAIN,
                section.bind()
                        .map(MappingSetup::service)
                        .or(() -> section.uris().isEmpty() ? administrator() : Optional.empty()),
                section.base(),
                section.canary(),
                section.timeout(),
                inFlight(section.inFlight()),
                references(section));
    }

    private References references(DirectorySection section) {
        return new References(
                configuration.directories().stream()
                        .filter(other -> section.refersTo().contains(other.name()))
                        .map(other -> new References.Place(uris(other), other.base()))
                        .toList(),
                switch (section.references()) {
                    case PUT_OFF -> References.Others.PUT_OFF;
                    case IGNORE -> References.Others.IGNORED;
                });
    }

    private List<URI> uris(DirectorySection section) {
        return section.uris().isEmpty()
                ? List.of(URI.create("ldap://"
                        + configuration.embeddedDirectory().orElseThrow().listen()))
                : section.uris().stream().map(URI::create).toList();
    }

    private static Members members(DirectorySection.GroupMembers written) {
        return switch (written) {
            case MEMBER -> Members.MEMBER;
            case MEMBER_OF -> Members.MEMBER_OF;
            case MEMBER_OF_NESTED -> Members.MEMBER_OF_NESTED;
        };
    }

    private static ServiceBind service(DirectorySection.Bind bind) {
        return switch (bind.mechanism()) {
            case SIMPLE -> new ServiceBind.Simple(required(bind.dn()), required(bind.password()));
            case EXTERNAL -> new ServiceBind.External();
            case GSSAPI ->
                new ServiceBind.Kerberos(
                        bind.ticketCache()
                                .<ServiceBind.Tickets>map(ServiceBind.Tickets.Cached::new)
                                .orElseGet(() -> new ServiceBind.Tickets.FromKeytab(
                                        required(bind.keytab()), required(bind.principal()))),
                        bind.quality().map(MappingSetup::quality));
        };
    }

    private static ServiceBind.Quality quality(DirectorySection.Quality written) {
        return switch (written) {
            case AUTH -> ServiceBind.Quality.AUTH;
            case AUTH_INT -> ServiceBind.Quality.AUTH_INT;
            case AUTH_CONF -> ServiceBind.Quality.AUTH_CONF;
        };
    }

    private static DirectorySettings.InFlight inFlight(DirectorySection.InFlight section) {
        return new DirectorySettings.InFlight(section.searches(), section.binds(), section.waiting());
    }

    /** The embedded directory of this node keeps its administrator's password beside its files. */
    private Optional<ServiceBind> administrator() {
        return configuration.embeddedDirectory().flatMap(section -> {
            Path secret = directoryFolder(configuration).resolve("admin.secret");
            try {
                return Optional.of(new ServiceBind.Simple(
                        "cn=admin," + section.base(),
                        new Secret(Files.readString(secret).strip())));
            } catch (IOException notMadeYet) {
                return Optional.empty();
            }
        });
    }

    /** The embedded directory of this node, listening there. */
    static EmbeddedSettings embedded(
            Configuration configuration, EmbeddedDirectorySection section, InetSocketAddress listen) {
        return new EmbeddedSettings(
                directoryFolder(configuration),
                listen,
                section.base(),
                EmbeddedSettings.DEFAULT_MAX_ENTRIES,
                Optional.empty());
    }

    /** Where the embedded directory of this node keeps its files. */
    static Path directoryFolder(Configuration configuration) {
        return configuration
                .embeddedDirectory()
                .flatMap(EmbeddedDirectorySection::path)
                .orElse(configuration.node().data().resolve("directory"));
    }

    private static DirectoryKind kind(DirectorySection section) {
        return switch (section.type()) {
            case LDAP -> DirectoryKind.LDAP;
            case ACTIVE_DIRECTORY -> DirectoryKind.ACTIVE_DIRECTORY;
        };
    }

    private static UserMapSettings userMap(UserMapSection section) {
        UserMapSettings.Domains domains = new UserMapSettings.Domains(section.domains(), section.domainQuery());
        return switch (section.type()) {
            case FILE -> new UserMapSettings.File(section.name(), domains, required(section.file()));
            case NODE ->
                new UserMapSettings.Node(
                        section.name(), domains, required(section.node()).value());
            case LDAP_PASSWORD -> inDirectory(section, domains, UserMapSettings.Proof.STORED_HASH);
            case LDAP_BIND -> inDirectory(section, domains, UserMapSettings.Proof.BIND);
            case LDAP_ROUTE -> inDirectory(section, domains, UserMapSettings.Proof.NODE);
        };
    }

    private static UserMapSettings inDirectory(
            UserMapSection section, UserMapSettings.Domains domains, UserMapSettings.Proof proof) {
        return new UserMapSettings.Directory(
                section.name(),
                domains,
                required(section.directory()),
                proof,
                section.several() == UserMapSection.Several.FIRST
                        ? UserMapSettings.Several.FIRST
                        : UserMapSettings.Several.UNAVAILABLE,
                section.catchAll() ? UserMapSettings.CatchAll.ON : UserMapSettings.CatchAll.OFF);
    }

    /** What the section's own check has made sure of. */
    private static <T> T required(Optional<T> value) {
        return value.orElseThrow();
    }
}
