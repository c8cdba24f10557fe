package org.floatscape.dse.tensor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.floatscape.dse.input.InputException;

/** Output files that appear together when all are whole, or not at all. */
public final class Staging implements AutoCloseable {

    private final Map<Path, Path> partsByTarget = new LinkedHashMap<>();
    private final List<Path> inputs;

    /** For a command that reads no files. */
    public Staging() {
        this(List.of());
    }

    /** @param inputs what the command reads, which no target must replace */
    public Staging(Collection<Path> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    /**
     * Where a file that is to be written really goes: what a link points to, else the file itself.
     *
     * @param inputs what the command reads
     * @throws InputException if {@code file} is one of the inputs, or exists and is no plain file
     */
    public static Path checkTarget(Path file, Collection<Path> inputs) throws IOException {
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw new InputException(file.toString(), "is a link to nothing; name a file");
            }
            return inRealFolder(file);
        }
        if (Files.isDirectory(file)) {
            throw new InputException(file.toString(), "is a folder; name a file");
        }
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), "is a device or a pipe, which cannot be replaced; name a file");
        }
        for (Path input : inputs) {
            if (Files.exists(input) && Files.isSameFile(file, input)) {
                throw new InputException(
                        file.toString(), "is the input %s, which would be overwritten; name another".formatted(input));
            }
        }
        return file.toRealPath();
    }

    /** The same file by a path without links and dots, where its folder exists: two names of one file are then equal. */
    private static Path inRealFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        return Files.isDirectory(folder) ? folder.toRealPath().resolve(file.getFileName()) : file.toAbsolutePath();
    }

    /**
     * Where to write tensors that {@link #commit} moves to {@code file}.
     *
     * @param nTensors how many tensors it will hold
     * @throws InputException if the name's ending names no container, if an .npy file is to hold more than one tensor, or
     *     as {@link #part} does
     */
    public Target target(Path file, int nTensors) throws IOException {
        var container = Container.of(file);
        if (container == Container.NPY && nTensors > 1) {
            throw new TensorFileException(
                    file,
                    "an .npy file holds one tensor, %d are to be written; name a .safetensors file, or one tensor with --tensors"
                            .formatted(nTensors));
        }
        return new Target(file, container, part(file));
    }

    /**
     * Where to write what {@link #commit} moves to {@code file}.
     *
     * @throws InputException if the folder is missing or cannot be written, if {@code file} is one of the inputs, or
     *     exists and is no plain file, or if it is a target already
     */
    public Path part(Path file) throws IOException {
        Path absolute = checkTarget(file, inputs);
        Path folder = absolute.getParent();
        if (!Files.isDirectory(folder)) {
            throw new InputException(file.toString(), "the folder %s does not exist".formatted(folder));
        }
        if (!Files.isWritable(folder)) {
            throw new InputException(file.toString(), "the folder %s cannot be written".formatted(folder));
        }
        if (partsByTarget.containsKey(absolute)) {
            throw new InputException(file.toString(), "two outputs go to this file; name different ones");
        }
        // Of this process alone, and never a link that someone else has laid there.
        Path part = folder.resolve(".%s.%d.part"
                .formatted(absolute.getFileName(), ProcessHandle.current().pid()));
        try {
            Files.createFile(part);
        } catch (IOException e) {
            throw notWritten(file, e);
        }
        partsByTarget.put(absolute, part);
        // For a process that is told to end; normally nothing is left by then.
        part.toFile().deleteOnExit();
        return part;
    }

    /** What kept an output from being written, by the name that the user gave it. */
    public static InputException notWritten(Path file, IOException cause) {
        String reason = switch (cause) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException e -> "%s is in the way; delete it".formatted(e.getFile());
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(cause.getMessage());
        };
        return new InputException(file.toString(), "cannot be written: " + reason);
    }

    /**
     * Moves every file to its place.
     *
     * @throws InputException if one cannot be moved there
     */
    public void commit() {
        for (var entry : partsByTarget.entrySet()) {
            try {
                Files.move(
                        entry.getValue(),
                        entry.getKey(),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw notWritten(entry.getKey(), e);
            }
        }
        partsByTarget.clear();
    }

    /** Deletes what was not committed. */
    @Override
    public void close() throws IOException {
        for (Path part : partsByTarget.values()) {
            Files.deleteIfExists(part);
        }
        partsByTarget.clear();
    }
}
