package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import waypost.directory.DirectoryPages;
import waypost.directory.FilterPattern;
import waypost.directory.TlsTrust;

/** The addresses that user maps have entries for, as they are written there. Blocks; one thread. */
public final class AddressListing {
    private final MappingSettings settings;
    private final TlsTrust trust;

    public AddressListing(MappingSettings settings, TlsTrust trust) {
        this.settings = settings;
        this.trust = trust;
    }

    /**
     * Gives each address to the reader, in no order, some of them more than once. A regular expression of a file, a catch-all and a node have none.
     *
     * @throws IOException if a directory cannot be asked or a file cannot be read
     */
    public void read(Consumer<String> reader) throws IOException {
        for (UserMapSettings map : settings.maps()) {
            switch (map) {
                case UserMapSettings.Node _ -> {}
                case UserMapSettings.File file -> file(file, reader);
                case UserMapSettings.Directory directory -> directory(directory, reader);
            }
        }
    }

    private static void file(UserMapSettings.File map, Consumer<String> reader) throws IOException {
        try (Stream<String> lines = Files.lines(map.path())) {
            lines.filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                    .map(FileEntry::parse)
                    .filter(entry -> !entry.expression())
                    .flatMap(entry -> Stream.concat(Stream.of(entry.who()), entry.aliases().stream()))
                    .filter(AddressListing::ofOne)
                    .forEach(reader);
        }
    }

    private static boolean ofOne(String address) {
        return !address.startsWith("@");
    }

    private void directory(UserMapSettings.Directory map, Consumer<String> reader) throws IOException {
        UserDirectory directory = settings.directory(map.directory());
        List<AddressPlace> addresses = AddressPlace.of(directory);
        List<AddressPlace> logins = directory
                .loginFilter()
                .map(filter -> AddressPlace.of(FilterPattern.parse(filter), "%n"))
                .orElse(List.of());
        String suffix = map.domains().listed().stream()
                .findFirst()
                .map(domain -> "@" + domain)
                .orElse("");
        String[] attributes = Stream.concat(addresses.stream(), logins.stream())
                .map(AddressPlace::attribute)
                .distinct()
                .toArray(String[]::new);
        try (var pages = new DirectoryPages(directory.settings(), trust)) {
            pages.read(directory.everybody(), attributes, entry -> {
                of(entry, addresses).filter(AddressListing::ofOne).forEach(reader);
                of(entry, logins).map(name -> name + suffix).forEach(reader);
            });
        } catch (IOException refused) {
            throw new IOException(
                    "directory " + directory.name() + " cannot be asked: " + refused.getMessage(), refused);
        }
    }

    private static Stream<String> of(Entry entry, List<AddressPlace> places) {
        return places.stream().flatMap(place -> place.names(entry));
    }
}
