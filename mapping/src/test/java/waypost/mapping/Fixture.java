package waypost.mapping;

import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import waypost.directory.DirectorySettings;
import waypost.directory.InMemoryDirectory;
import waypost.directory.TlsTrust;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.AddressSettings.LocalParts;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** A directory with a few users, a clock that is moved by hand, and the settings that fit. */
final class Fixture extends InMemoryDirectory {
    static final AddressRules RULES = new AddressRules(new AddressSettings(
            Optional.of("example.net"), Map.of("example.org", "example.net"), Map.of(), "+", LocalParts.CASE_MAPPED));

    Fixture() throws Exception {}

    /** @param further settings of the directory */
    Fixture(Consumer<InMemoryDirectoryServerConfig> further) throws Exception {
        super(further);
    }

    static UserMapSettings.Directory map(Proof proof) {
        return new UserMapSettings.Directory(
                "subscribers", Domains.of("example.net"), "main", proof, Several.UNAVAILABLE, CatchAll.ON);
    }

    static MappingSettings settings(DirectorySettings directory, UserMapSettings... maps) {
        return settings(UserDirectory.usual(directory), maps);
    }

    static MappingSettings settings(UserDirectory directory, UserMapSettings... maps) {
        return new MappingSettings(
                List.of(directory), List.of(maps), Routes.to("store1", "store2"), CacheSettings.STANDARD);
    }

    UserMaps mapping(UserMapSettings... maps) throws Exception {
        return open(settings(directory(), maps));
    }

    UserMaps open(MappingSettings settings) throws Exception {
        return open(settings, trust());
    }

    UserMaps open(MappingSettings settings, TlsTrust trust) throws Exception {
        return UserMaps.open(settings, RULES, trust, instants, ticker, new SplittableRandom(3));
    }
}
