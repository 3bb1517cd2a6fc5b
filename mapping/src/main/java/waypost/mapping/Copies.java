package waypost.mapping;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import waypost.directory.Connector;
import waypost.directory.Connectors;
import waypost.directory.Digests;
import waypost.identity.AddressRules;

/** The copies of directories that a mapping keeps, one for each map at most. Any thread. */
final class Copies implements AutoCloseable {
    private final List<SharedCopy> all = new CopyOnWriteArrayList<>();
    private volatile CopyFellows fellows = CopyFellows.NOBODY;

    /**
     * Keeps one of each map of a directory, in files of a folder.
     *
     * @param others may have one where there is none here
     */
    void keep(
            MappingSettings settings,
            AddressRules rules,
            Connectors connectors,
            Path folder,
            CopyFellows others,
            Absences absences,
            Tools tools) {
        fellows = others;
        for (UserMapSettings map : settings.maps()) {
            switch (map) {
                case UserMapSettings.File _, UserMapSettings.Node _ -> {}
                case UserMapSettings.Directory directory -> {
                    Connector connector = connectors.named(directory.directory());
                    EntryReader read = EntryReader.of(settings, directory, rules, tools.instants());
                    UserDirectory asked = settings.directory(directory.directory());
                    CopyReader reader = new CopyReader(asked, directory.catchAll(), read);
                    Path file = folder.resolve(URLEncoder.encode(map.name(), StandardCharsets.UTF_8));
                    String subject = subject(settings, directory, asked, rules);
                    String own = digest(List.of(subject, asked));
                    CopyFile kept = new CopyFile(file, own, map.name(), tools.instants());
                    var copy = new WholeCopy(
                            directory, settings.cache(), asked.everybody(), connector, reader, kept, absences, tools);
                    all.add(new SharedCopy(
                            copy,
                            kept,
                            subject,
                            asked.kind(),
                            settings.cache().staleness().route(),
                            tools));
                    copy.begin(); // when it is known how many it has
                }
            }
        }
    }

    /** A digest of all that decides what an entry says, and what its octets do, wherever it is read. As whom the directory is asked, and how, may differ. */
    private static String subject(
            MappingSettings settings, UserMapSettings map, UserDirectory directory, AddressRules rules) {
        return digest(List.of(
                CopyFile.VERSION,
                CopyRecord.numbering(),
                map,
                directory.kind(),
                new TreeSet<>(directory.settings().uris()),
                directory.base(),
                directory.filter(),
                directory.loginFilter(),
                directory.attributes(),
                new TreeSet<>(settings.routes().names()),
                settings.routes().hosts(),
                settings.classes(),
                rules));
    }

    private static String digest(List<Object> of) {
        return HexFormat.of().formatHex(Digests.sha512().digest(of.toString().getBytes(StandardCharsets.UTF_8)));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<WholeCopy> all() {
        return all.stream().map(SharedCopy::copy).toList();
    }

    Optional<WholeCopy> of(String map) {
        return all.stream()
                .map(SharedCopy::copy)
                .filter(copy -> copy.map().equals(map))
                .findFirst();
    }

    /** How many entries the copy of a map has. */
    int size(String map) {
        return of(map).map(WholeCopy::size).orElse(0);
    }

    /** That of a subject, for others. */
    Optional<CopySource> on(String subject) {
        return all.stream()
                .filter(shared -> shared.subject().equals(subject))
                .<CopySource>map(shared -> shared)
                .findFirst();
    }

    /** Those of a directory. */
    List<SharedCopy> in(String directory) {
        return all.stream()
                .filter(shared -> shared.copy().directory().equals(directory))
                .toList();
    }

    /** Has those of a directory be told what it tells, if there are any. */
    Optional<CopyFollowing> follow(Connector connector) {
        List<SharedCopy> followers = in(connector.name());
        return followers.isEmpty() ? Optional.empty() : Optional.of(new CopyFollowing(connector, followers, fellows));
    }

    void save() {
        all().forEach(WholeCopy::save);
    }

    @Override
    public void close() {
        all().forEach(WholeCopy::close);
    }
}
