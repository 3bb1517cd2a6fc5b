package waypost.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node needs that keeps a copy on disk: of directories, that they tell their changes by the ids that accounts are known by; of a key, that it is one. */
record CopyRules(Configuration configuration, Problems problems) {
    private static final String COPY = "cache.copy";
    private static final String KEY = "cache.verifier-key";
    private static final int LEAST_KEY = 16;

    void check() {
        switch (configuration.cache().copy()) {
            case NONE -> unknown();
            case USED -> {}
            case ALL -> copied();
        }
        boolean weak = configuration
                .cache()
                .verifierKey()
                .filter(key -> key.value().length() < LEAST_KEY)
                .isPresent();
        if (weak) {
            problems.tell(new Problem(
                    KEY, "shorter than " + LEAST_KEY + " characters", "write what openssl rand -base64 32 makes"));
        }
    }

    private void unknown() {
        if (configuration.cache().verifierKey().isPresent()) {
            problems.tell(
                    new Problem(
                            KEY, "without a copy nobody is known whose password could be", "write copy: used or all"),
                    KEY,
                    COPY);
        }
    }

    private void copied() {
        Set<String> asked = configuration.userMaps().stream()
                .map(UserMapSection::directory)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        List<Item<DirectorySection>> directories = Item.of("directories", configuration.directories()).stream()
                .filter(directory -> asked.contains(directory.value().name()))
                .toList();
        if (directories.isEmpty()) {
            tell("no user map asks a directory that could be copied", "write copy: used", "user-maps", "directories");
        }
        for (Item<DirectorySection> item : directories) {
            DirectorySection directory = item.value();
            if (directory.uris().isEmpty()) {
                tell(
                        directory.name() + " is the embedded one, which is not copied",
                        "write copy: used",
                        item.key("uris"));
            } else if (!directory.push()) {
                tell(
                        directory.name() + " is not asked to tell its changes",
                        "write push: true there, or copy: used",
                        item.key("push"));
            } else if (directory
                    .attributes()
                    .id()
                    .filter(id -> !usual(directory, id))
                    .isPresent()) {
                tell(
                        directory.name() + " tells its changes by another id than attributes.id",
                        "remove that key there, or write copy: used",
                        item.key("attributes.id"));
            }
        }
    }

    private static boolean usual(DirectorySection directory, String id) {
        return id.equalsIgnoreCase(
                switch (directory.type()) {
                    case LDAP -> "entryUUID";
                    case ACTIVE_DIRECTORY -> "objectGUID";
                });
    }

    private void tell(String wrong, String instead, String... from) {
        problems.tell(new Problem(COPY, wrong, instead), from);
    }
}
