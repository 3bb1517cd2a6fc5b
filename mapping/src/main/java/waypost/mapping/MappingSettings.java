package waypost.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waypost.directory.DirectorySettings;

/**
 * The mapping of one node.
 *
 * @param maps in the order in which they are asked
 * @param routes what an entry may name as the host of a mailbox
 */
public record MappingSettings(
        List<UserDirectory> directories,
        List<UserMapSettings> maps,
        Routes routes,
        AccountClasses classes,
        CacheSettings cache) {

    /** Without classes of accounts. */
    public MappingSettings(
            List<UserDirectory> directories, List<UserMapSettings> maps, Routes routes, CacheSettings cache) {
        this(directories, maps, routes, AccountClasses.NONE, cache);
    }

    public MappingSettings {
        directories = List.copyOf(directories);
        maps = List.copyOf(maps);
        Set<String> names = new HashSet<>();
        for (UserDirectory directory : directories) {
            if (!names.add(directory.name())) {
                throw new IllegalArgumentException("two directories named " + directory.name());
            }
        }
        Set<String> mapNames = new HashSet<>();
        for (UserMapSettings map : maps) {
            if (!mapNames.add(map.name())) {
                throw new IllegalArgumentException("two user maps named " + map.name());
            }
            switch (map) {
                case UserMapSettings.Directory(var name, var domains, var directory, var _, var _, var _) -> {
                    if (!names.contains(directory)) {
                        throw new IllegalArgumentException("user map " + name + " names no directory: " + directory);
                    }
                }
                case UserMapSettings.Node _ -> {}
                case UserMapSettings.File(var name, var domains, var _) -> {
                    if (domains.query().isPresent()) {
                        throw new IllegalArgumentException("user map " + name + " is a file and has a domain query");
                    }
                }
            }
        }
    }

    /** How its directories are reached. */
    public List<DirectorySettings> reached() {
        return directories.stream().map(UserDirectory::settings).toList();
    }

    /** The one of this name, which is there. */
    UserDirectory directory(String name) {
        return directories.stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    /** The same with these maps only, in this order; with all where none is named. */
    public MappingSettings of(List<String> names) {
        return names.isEmpty()
                ? this
                : new MappingSettings(
                        directories,
                        names.stream()
                                .flatMap(name ->
                                        maps.stream().filter(map -> map.name().equals(name)))
                                .toList(),
                        routes,
                        classes,
                        cache);
    }
}
