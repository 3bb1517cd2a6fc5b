package waypost.config;

import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.configuration2.YAMLConfiguration;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Commons Configuration's tree of a YAML file in which every scalar is text, so that {@code no} is a word and {@code 1.10} keeps its zero;
 * duplicate keys are refused. The types of values are decided by the records, not by the look of the text.
 */
final class StrictYaml extends YAMLConfiguration {
    private static final int MAX_CHARACTERS = 16 << 20;

    /** Reads the whole tree; a YAML error is thrown as SnakeYAML words it, with its line. */
    static ImmutableNode tree(Reader in) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setMaxAliasesForCollections(20);
        DumperOptions unused = new DumperOptions();
        Yaml yaml = new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new TextOnly());
        StrictYaml configuration = new StrictYaml();
        configuration.load(mapping(yaml.load(in)));
        return configuration.getNodeModel().getNodeHandler().getRootNode();
    }

    private static Map<String, Object> mapping(Object document) {
        Map<String, Object> root = new LinkedHashMap<>();
        switch (document) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, value) -> root.put(String.valueOf(key), value));
            case Object other -> throw new BadValue("the file is not a mapping", "begin with a section, as in node:");
        }
        return root;
    }

    /** Resolves no plain scalar to anything but text, except the empty one to nothing. */
    private static final class TextOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
