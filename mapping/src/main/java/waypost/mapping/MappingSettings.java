package waypost.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waypost.directory.DirectorySettings;

/**
 * The mapping of one node.
 *
 * @param maps in the order in which they are asked
 * @param targets names of the nodes and volumes that a route may name
 */
public record MappingSettings(
        List<UserDirectory> directories,
        List<UserMapSettings> maps,
        Set<String> targets,
        ForeignHosts foreignHosts,
        AccountClasses classes,
        CacheSettings cache) {

    /** Whether a route may be a host that is no node of this cluster. */
    public enum ForeignHosts {
        REFUSED,
        ALLOWED
    }

    /** Without classes of accounts. */
    public MappingSettings(
            List<UserDirectory> directories,
            List<UserMapSettings> maps,
            Set<String> targets,
            ForeignHosts foreignHosts,
            CacheSettings cache) {
        this(directories, maps, targets, foreignHosts, AccountClasses.NONE, cache);
    }

    public MappingSettings {
        directories = List.copyOf(directories);
        maps = List.copyOf(maps);
        targets = Set.copyOf(targets);
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
                        targets,
                        foreignHosts,
                        classes,
                        cache);
    }
}
