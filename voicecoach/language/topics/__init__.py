"""What the coach can explain: causes, treatments, warning signs. One YAML file for each topic and language.

``topic``    a topic as data, with its sentences in the order in which they are spoken
``parse``    the text of a file to a topic, with all that is wrong with it
``library``  the packaged topics; one by its name, or by what a patient called it

The files hold facts with their sources and say whom to ask; they never advise one person. The phrases by which a
patient asks aloud ("tell me about injections") are in the files too, under ``ask``.
"""

from __future__ import annotations

from voicecoach.language.topics.library import find, languages, load, names, topic_phrases
from voicecoach.language.topics.parse import parse
from voicecoach.language.topics.topic import Source, Topic, TopicSection

__all__ = ["Source", "Topic", "TopicSection", "find", "languages", "load", "names", "parse", "topic_phrases"]
