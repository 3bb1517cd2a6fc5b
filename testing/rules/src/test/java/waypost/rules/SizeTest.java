package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No file is longer than 400 lines, no method longer than 40, its annotations and signature not counted. */
class SizeTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;

    @Test
    void files() throws IOException {
        assertEquals(List.of(), tooLongFiles(Repository.javaFiles()));
    }

    private static List<String> tooLongFiles(List<Path> files) throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : files) {
            long lines = Files.readString(file).lines().count();
            if (lines > FILE_LINES) {
                tooLong.add(file.getFileName() + ": " + lines);
            }
        }
        return tooLong;
    }

    @Test
    void methods() throws IOException {
        assertEquals(List.of(), tooLongMethods(Repository.javaFiles()));
    }

    private static List<String> tooLongMethods(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> tooLong = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreePathScanner<@Nullable Void, @Nullable Void>() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
                        if (method.getBody() == null) {
                            return super.visitMethod(method, unused);
                        }
                        BlockTree body = method.getBody();
                        LineMap lines = unit.getLineMap();
                        Path file = Path.of(unit.getSourceFile().toUri());
                        long length = lines.getLineNumber(positions.getEndPosition(unit, body))
                                - lines.getLineNumber(positions.getStartPosition(unit, body))
                                + 1;
                        if (length > METHOD_LINES) {
                            tooLong.add(file.getFileName() + " " + method.getName() + ": " + length);
                        }
                        return super.visitMethod(method, unused);
                    }
                }.scan(unit, null);
            }
        }
        return tooLong;
    }

    @Test
    void aFileOfFourHundredLinesIsTheLongest(@TempDir Path folder) throws IOException {
        Path longest = Files.writeString(folder.resolve("Longest.java"), "//\n".repeat(FILE_LINES));
        Path longer = Files.writeString(folder.resolve("Longer.java"), "//\n".repeat(FILE_LINES + 1));
        assertEquals(List.of("Longer.java: 401"), tooLongFiles(List.of(longest, longer)));
    }

    @Test
    void aMethodOfFortyLinesIsTheLongest(@TempDir Path folder) throws IOException {
        String source = """
            abstract class Sample {
                @Deprecated
                void longest(
                        int a, int b) {%s}
                int longer() {%s}
                abstract void none();
            }
            """.formatted("\n".repeat(METHOD_LINES - 1), "\n".repeat(METHOD_LINES));
        Path file = Files.writeString(folder.resolve("Sample.java"), source);
        assertEquals(List.of("Sample.java longer: 41"), tooLongMethods(List.of(file)));
    }
}
