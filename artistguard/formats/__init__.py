"""What a file is: sniffing, container walks, where its picture lies, what each format can carry.

Every function takes a seekable binary file, reads headers and copies ranges, and never holds a picture in memory.
All content is taken as hostile: what does not fit raises an error of `model.errors` with one plain sentence.
"""
