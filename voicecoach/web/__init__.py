"""The caregiver's page: what a session shows goes out, commands come into the same queue as keys and voice.

It holds no rules of a session. Everything it needs is packaged with it: no build, no request to any other computer.

``sessions``  at most one session at a time, in a thread of its own
``snapshot``  a moment of it as plain words and numbers, for the page
``house``     what can be done here, by whom, and what they have done
``settings_form``  a patient's settings as texts, for the page's boxes
``drawings``  positions as pictures that follow light and dark
``visitors``  one-time codes, and who has come in with one
``limits``    how often somebody may ask
``door``      who is let in at all: address, host, origin, method, cookie, token; and the headers of every answer
``routes``    what is answered
``stream``    news to an open page, as they come
``addresses`` where the page can be reached, and sockets there
``server``    runs it until Ctrl-C
"""
