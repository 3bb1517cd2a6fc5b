package waypost.mapping;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import waypost.identity.AddressRules;

/** The copies of directories that a mapping keeps, one for each map at most. Any thread. */
final class Copies implements AutoCloseable {
    private final List<WholeCopy> all = new CopyOnWriteArrayList<>();

    /** Keeps one of each map of a directory, in files of a folder. */
    void keep(
            MappingSettings settings,
            AddressRules rules,
            Connectors connectors,
            Path folder,
            Absences absences,
            Tools tools) {
        for (UserMapSettings map : settings.maps()) {
            switch (map) {
                case UserMapSettings.File _ -> {}
                case UserMapSettings.Directory directory -> {
                    Connector connector = connectors.named(directory.directory());
                    EntryReader read = EntryReader.of(settings, directory, rules, tools.instants());
                    CopyReader reader = new CopyReader(connector.settings(), directory.catchAll(), read);
                    Path file = folder.resolve(URLEncoder.encode(map.name(), StandardCharsets.UTF_8));
                    CopyFile kept = new CopyFile(file, subject(settings, directory, connector, rules), map.name());
                    var copy = new WholeCopy(directory, settings.cache(), connector, reader, kept, absences, tools);
                    all.add(copy);
                    copy.begin(); // when it is known how many it has
                }
            }
        }
    }

    /** A digest of all that decides what an entry says, and what its octets do. */
    private static String subject(
            MappingSettings settings, UserMapSettings map, Connector connector, AddressRules rules) {
        Set<String> targets = new TreeSet<>(settings.targets());
        String text = List.of(
                        map,
                        connector.settings(),
                        targets,
                        settings.foreignHosts(),
                        settings.classes(),
                        rules,
                        CopyRecord.numbering())
                .toString();
        return HexFormat.of().formatHex(Digests.sha512().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<WholeCopy> all() {
        return all;
    }

    Optional<WholeCopy> of(String map) {
        return all.stream().filter(copy -> copy.map().equals(map)).findFirst();
    }

    /** How many entries the copy of a map has. */
    int size(String map) {
        return of(map).map(WholeCopy::size).orElse(0);
    }

    /** Those of a directory, which are to be told what it tells. */
    List<WholeCopy> in(String directory) {
        return all.stream().filter(copy -> copy.directory().equals(directory)).toList();
    }

    /** From where a directory is to go on telling, if all that have a copy of it stand for the same. */
    Optional<String> state(String directory) {
        Set<Optional<String>> states =
                in(directory).stream().map(WholeCopy::state).collect(Collectors.toSet());
        return states.size() == 1 ? states.iterator().next() : Optional.empty();
    }

    void save() {
        all.forEach(WholeCopy::save);
    }

    @Override
    public void close() {
        all.forEach(WholeCopy::close);
    }
}
