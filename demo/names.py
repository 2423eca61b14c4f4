"""Invented people: first and last names from small lists of many cultures, put together by chance."""

import numpy as np

FIRST = (
    "Aaliyah Adam Adaeze Aisha Alasdair Alice Amara Amir Ana Andrzej Anika Anwen Arjun Asha Astrid Ayesha Beatriz Ben Bethan "
    "Bilal Bronwen Callum Carlos Carys Catriona Chloe Chidi Chiara Ciaran Daniel Daria Delroy Demi Devika Dewi Dilys Dmitri "
    "Eilidh Elena Elias Ella Emeka Emily Esme Ewan Fatima Femi Finn Fiona Florence Freya Gareth George Giulia Grace Greta "
    "Hamza Hannah Harpreet Harriet Hassan Helena Hugo Ibrahim Idris Imani Imogen Ines Ioana Isla Ivan Jack Jacek Jamila "
    "Jasmine Jin Joao Joanna Jonas Jude Kareem Katarzyna Keira Kenji Kofi Krisztina Kwame Laila Lars Leila Leo Liam Lin "
    "Lucia Lucy Magda Maisie Malik Marek Maria Mateo Maya Mei Mina Mohan Morag Nadia Naomi Nia Niamh Nikhil Noah Nora Oluwa "
    "Olga Omar Orla Oscar Owen Padma Pavel Petra Philippa Priya Rachel Rafael Rania Ravi Rhys Rosa Rowan Ruth Saanvi Sadia "
    "Sam Samira Sanjay Sean Selin Seren Simran Sofia Sophie Stefan Sunita Tamara Tariq Theo Tomasz Tunde Uma Valentina Vera "
    "Vikram Wanjiru Wei Will Winston Xin Yasmin Yusuf Zainab Zara Zoe Zsofia"
).split()
LAST = (
    "Abara Achebe Adeyemi Ahmed Akhtar Ali Allardyce Amin Andersson Antoniou Appiah Ashdown Bakshi Balogun Banerjee Barlow "
    "Begum Bell Bianchi Birch Boateng Bowen Brennan Brook Calloway Campbell Carvalho Castellano Chan Chaudhry Clarke Coates "
    "Cohen Costa Cowell Danso Davies Delaney Desai Dhillon Dogan Donnelly Dunmore Edwards Eze Farrow Fernandes Fielding "
    "Fofana Foster Fraser Garcia Ghosh Gill Goswami Grant Greenhalgh Griffiths Haddad Hale Hartley Hassan Hughes Hussain "
    "Ibe Ivanova Iyer James Jansen Jensen Jones Kamara Kaur Kelly Khan Kim Kovacs Kowalska Kumar Lam Larsen Lee Lewis Li "
    "Lindqvist Lopez Lowther MacLeod Mahmood Malik Marchetti Marsh Mbeki McAllister Mehta Mensah Mistry Morgan Murphy Musa "
    "Nair Nakamura Ncube Nguyen Novak Nowak Okafor Okoye Olsen Onyango Osei Owusu Pappas Park Patel Pereira Petrov Popescu "
    "Powell Price Quinn Rahman Rao Rees Reid Ribeiro Roberts Rossi Roy Saeed Santos Sato Schmidt Sharma Sheikh Silva Singh "
    "Sinclair Sithole Smith Stephens Sutherland Suzuki Szabo Tan Taylor Tembo Thomas Thorne Tran Turner Uddin Varga Vasquez "
    "Walker Wang Ward Webb Whitlock Williams Wilson Wong Wright Yilmaz Young Zaman Zhang Zielinska"
).split()


def names(rng: np.random.Generator, count: int, *, all_different: bool = False) -> list[str]:
    """So many names. ``all_different`` gives no name twice."""
    room = len(FIRST) * len(LAST)
    picked = rng.choice(room, count, replace=False) if all_different else rng.integers(0, room, count)
    return [f"{FIRST[one // len(LAST)]} {LAST[one % len(LAST)]}" for one in picked]


def address_of(name: str, domain: str, number: int | None = None) -> str:
    """An address at an example domain, which reaches nobody."""
    local = name.lower().replace(" ", ".")
    return f"{local}@{domain}" if number is None else f"{local}.{number}@{domain}"
